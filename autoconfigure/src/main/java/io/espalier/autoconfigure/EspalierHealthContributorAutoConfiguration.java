package io.espalier.autoconfigure;

import io.espalier.actuate.SupervisorHealthIndicator;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Supervisor;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * The health component {@code espalier}, with a part for each feature. Switched off by {@code
 * management.health.espalier.enabled: false}.
 */
@AutoConfiguration(after = EspalierAutoConfiguration.class)
@ConditionalOnClass({CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(SupervisionTree.class)
@ConditionalOnEnabledHealthIndicator("espalier")
public final class EspalierHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "espalierHealthContributor")
    CompositeHealthContributor espalierHealthContributor(ProcessSystem processes, SupervisionTree tree) {
        Supervisor root = Supervisor.at(processes.ref(SupervisionTree.ROOT));
        return CompositeHealthContributor.fromMap(
                Map.of("supervisor", new SupervisorHealthIndicator(processes, root, tree::status)));
    }
}
