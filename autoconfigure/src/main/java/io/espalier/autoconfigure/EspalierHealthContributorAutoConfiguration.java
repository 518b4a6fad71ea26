package io.espalier.autoconfigure;

import io.espalier.actuate.SupervisorHealthIndicator;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Supervisor;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * The health component {@code espalier}, with a part for each feature. Switched off by {@code
 * management.health.espalier.enabled: false}.
 */
@AutoConfiguration(after = EspalierAutoConfiguration.class)
@ConditionalOnClass({CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(value = SupervisionTree.class, search = SearchStrategy.CURRENT)
@ConditionalOnEnabledHealthIndicator("espalier")
public final class EspalierHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "espalierHealthContributor", search = SearchStrategy.CURRENT)
    CompositeHealthContributor espalierHealthContributor(
            ListableBeanFactory beans, ObjectProvider<ProcessSystem> processes, SupervisionTree tree) {
        ProcessSystem own = Runtimes.own(beans, processes);
        Supervisor root = Supervisor.at(own.ref(SupervisionTree.ROOT));
        return CompositeHealthContributor.fromMap(
                Map.of("supervisor", new SupervisorHealthIndicator(own, root, tree::status)));
    }
}
