package io.espalier.autoconfigure;

import io.espalier.actuate.ProcessesEndpoint;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Supervisor;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code processes}, where it is exposed. */
@AutoConfiguration(after = EspalierAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(value = SupervisionTree.class, search = SearchStrategy.CURRENT)
@ConditionalOnAvailableEndpoint(ProcessesEndpoint.class)
public final class ProcessesEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ProcessesEndpoint processesEndpoint(
            ListableBeanFactory beans, ObjectProvider<ProcessSystem> processes, SupervisionTree tree) {
        ProcessSystem own = Runtimes.own(beans, processes);
        Supervisor root = Supervisor.at(own.ref(SupervisionTree.ROOT));
        return new ProcessesEndpoint(own, root, tree::status);
    }
}
