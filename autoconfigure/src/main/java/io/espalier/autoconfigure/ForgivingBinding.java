package io.espalier.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Lets the tree's properties be bound though one of their values can't be converted: the key keeps its default until the
 * plan is made, and {@link KeyValues} then reports it together with all else that is wrong with the tree.
 */
final class ForgivingBinding implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName TREE = ConfigurationPropertyName.of(SupervisorProperties.PREFIX);

    @Override
    public BindHandler apply(BindHandler handler) {
        return new AbstractBindHandler(handler) {

            @Override
            public @Nullable Object onFailure(
                    ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                    throws Exception {
                return TREE.isAncestorOf(name) ? null : super.onFailure(name, target, context, error);
            }
        };
    }
}
