package io.espalier.autoconfigure;

import io.espalier.actuate.ProcessesEndpoint;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Supervisor;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code processes}, where it is exposed. */
@AutoConfiguration(after = EspalierAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(SupervisionTree.class)
@ConditionalOnAvailableEndpoint(ProcessesEndpoint.class)
public final class ProcessesEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ProcessesEndpoint processesEndpoint(ProcessSystem processes, SupervisionTree tree) {
        Supervisor root = Supervisor.at(processes.ref(SupervisionTree.ROOT));
        return new ProcessesEndpoint(processes, root, tree::status);
    }
}
