package io.espalier.autoconfigure;

import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.Environment;
import org.springframework.format.support.FormattingConversionService;

/** Makes a binder that converts as the binding of properties beans does, with the converters that are beans. */
final class TreeBinder {

    private TreeBinder() {}

    static Binder of(Environment environment, ConfigurableListableBeanFactory beans) {
        FormattingConversionService converters = new FormattingConversionService();
        ApplicationConversionService.addBeans(converters, beans, ConfigurationPropertiesBinding.VALUE);
        return new Binder(
                ConfigurationPropertySources.get(environment),
                new PropertySourcesPlaceholdersResolver(environment),
                List.of(converters, ApplicationConversionService.getSharedInstance()),
                beans::copyRegisteredEditorsTo,
                null,
                null);
    }
}
