package io.espalier.autoconfigure;

import io.espalier.process.GenServer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * The servers among the beans. The type of a server's argument comes from the bean's definition first, since a server that
 * is built of lambdas has lost it at run time, and from its class where the definition does not say it.
 */
final class ServerBeans {

    private final ConfigurableListableBeanFactory beans;

    ServerBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** The names of all servers, in alphabetical order. */
    List<String> names() {
        return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, GenServer.class))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The class of a bean.
     *
     * @param name a name
     * @return its class, or empty if there is no such bean
     */
    Optional<Class<?>> type(String name) {
        return this.beans.containsBean(name) ? Optional.ofNullable(this.beans.getType(name)) : Optional.empty();
    }

    /**
     * A server.
     *
     * @param name a name
     * @return the server, or empty if there is no such bean or it is no server
     */
    Optional<GenServer<?, ?>> server(String name) {
        if (!this.beans.containsBean(name) || !this.beans.isTypeMatch(name, GenServer.class)) {
            return Optional.empty();
        }
        return Optional.of(this.beans.getBean(name, GenServer.class));
    }

    /**
     * The type of the argument that a server wants.
     *
     * @param name the name of the server's bean
     * @return the type, or empty if neither the bean's definition nor its class says it
     */
    Optional<ResolvableType> argumentType(String name) {
        return argumentOf(declaredType(name))
                .or(() -> argumentOf(ResolvableType.forClass(AopUtils.getTargetClass(this.beans.getBean(name)))));
    }

    private ResolvableType declaredType(String name) {
        try {
            return this.beans.getMergedBeanDefinition(name).getResolvableType();
        } catch (NoSuchBeanDefinitionException ex) {
            return ResolvableType.NONE;
        }
    }

    private static Optional<ResolvableType> argumentOf(ResolvableType server) {
        ResolvableType argument = server.as(GenServer.class).getGeneric(0);
        return (argument.resolve() != null) ? Optional.of(argument) : Optional.empty();
    }
}
