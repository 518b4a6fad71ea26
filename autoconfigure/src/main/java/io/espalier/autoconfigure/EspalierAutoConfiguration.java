package io.espalier.autoconfigure;

import io.espalier.process.Clock;
import io.espalier.process.ContextCarrier;
import io.espalier.process.ProcessListener;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Supervisor;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.Environment;

/**
 * The process runtime and the supervision tree. Switched off by {@code espalier.enabled: false}, with all features.
 *
 * <p>Beans: {@code processes}, the {@link ProcessSystem}; {@code rootSupervisor}, the handle of the root, which survives its
 * restarts; and a {@link ProcessRef} for each place that asks for one by {@link ProcessName}, where a reference that an
 * application declares as a bean of its own takes part by its qualifier only. Beans of type
 * {@link io.espalier.supervisor.ChildSpec} join the tree under the root; {@link Clock}, {@link ContextCarrier} and
 * {@link ProcessListener} beans join the runtime. Each context of a hierarchy has a runtime and a tree of its own.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "espalier.enabled", matchIfMissing = true)
@EnableConfigurationProperties({RuntimeProperties.class, SupervisorProperties.class})
@Import(ShutdownConverter.class)
public final class EspalierAutoConfiguration {

    private static final String PROCESS_REF = "espalierProcessRef";

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ForgivingBinding espalierForgivingBinding() {
        return new ForgivingBinding();
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ProcessSystem processes(
            RuntimeProperties properties,
            Environment environment,
            ObjectProvider<Clock> clock,
            ObjectProvider<ContextCarrier> carrier,
            ObjectProvider<ProcessListener> listeners) {
        return Runtimes.create(properties, environment, clock, carrier, listeners);
    }

    @Bean
    @ConditionalOnMissingBean(name = "rootSupervisor", search = SearchStrategy.CURRENT)
    Supervisor rootSupervisor(ListableBeanFactory beans, ObjectProvider<ProcessSystem> processes) {
        return Supervisor.at(Runtimes.own(beans, processes).ref(SupervisionTree.ROOT));
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    InjectedNames espalierInjectedNames() {
        return new InjectedNames();
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    SupervisionTree espalierSupervisionTree(
            ConfigurableApplicationContext context,
            ObjectProvider<ProcessSystem> processes,
            SupervisorProperties properties,
            InjectedNames names) {
        ProcessSystem own = Runtimes.own(context, processes);
        GiveUp giveUp = new GiveUp(context, own, properties.onGiveUp(), System::exit);
        return new SupervisionTree(context, own, properties, names, giveUp);
    }

    @Bean(PROCESS_REF)
    @Primary
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    ProcessRef espalierProcessRef(
            InjectionPoint point,
            ObjectProvider<ProcessSystem> processes,
            InjectedNames names,
            ListableBeanFactory beans) {
        String name = MergedAnnotations.from(point.getAnnotations())
                .get(ProcessName.class)
                .getValue(MergedAnnotation.VALUE, String.class)
                .orElse("");
        if (name.isBlank()) {
            throw new UnnamedProcessException(point, others(beans));
        }
        names.add(name);
        return Runtimes.own(beans, processes).ref(name);
    }

    /** The references that the application declares itself. */
    private static List<String> others(ListableBeanFactory beans) {
        return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, ProcessRef.class, true, false))
                .filter(name -> !name.equals(PROCESS_REF))
                .sorted()
                .toList();
    }
}
