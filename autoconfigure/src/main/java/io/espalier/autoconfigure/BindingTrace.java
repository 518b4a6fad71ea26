package io.espalier.autoconfigure;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindConstructorProvider;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.Nullness;

/**
 * Follows a binding, to know afterwards which properties it asked for, and which components of records it did not find
 * though they have neither a default nor may be null.
 */
final class BindingTrace implements BindHandler {

    private final PropertyNames names;

    private final Map<ConfigurationPropertyName, Class<?>> asked = new LinkedHashMap<>();

    private final Set<ConfigurationPropertyName> bound = new LinkedHashSet<>();

    private final Set<ConfigurationPropertyName> missing = new LinkedHashSet<>();

    BindingTrace(PropertyNames names) {
        this.names = names;
    }

    @Override
    public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        this.asked.put(name, target.getType().resolve(Object.class));
        return target;
    }

    @Override
    public Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        this.bound.add(name);
        checkComplete(name, result.getClass());
        return result;
    }

    @Override
    public Object onCreate(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        checkComplete(name, result.getClass());
        return result;
    }

    @Override
    public Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
            throws Exception {
        checkComplete(name, target.getType().resolve(Object.class));
        throw error;
    }

    /** A list ends at the first element that is not there; what is set beyond it is overridden, not unknown. */
    @Override
    public void onFinish(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, @Nullable Object result) {
        if (result == null
                && name.isLastElementIndexed()
                && this.asked.keySet().stream().noneMatch(name::isParentOf)) {
            this.asked.remove(name);
        }
    }

    /** The components that must be set and are not. */
    Set<ConfigurationPropertyName> missing() {
        return this.missing;
    }

    /**
     * Whether somebody asked for a property, or may have: what is below a map or a list is decided by what is set.
     *
     * @param found a property that is set
     * @return whether it is of use
     */
    boolean knows(PropertyNames.Found found) {
        if (found.variable()) {
            return this.asked.entrySet().stream()
                    .anyMatch(entry -> found.spells(entry.getKey())
                            || (isOpen(entry.getValue()) && found.isBelow(entry.getKey())));
        }
        return nearestAsked(found.name())
                .map(near -> near.equals(found.name()) || isOpen(this.asked.get(near)))
                .orElse(false);
    }

    /**
     * What could have stood in the place of a property that nobody asked for.
     *
     * @param unknown the property
     * @return the last elements of the names that were asked for in the same place
     */
    List<String> knownBeside(ConfigurationPropertyName unknown) {
        ConfigurationPropertyName parent = nearestAsked(unknown).orElse(ConfigurationPropertyName.EMPTY);
        return this.asked.keySet().stream()
                .filter(parent::isParentOf)
                .map(name -> name.getLastElement(Form.DASHED))
                .toList();
    }

    private Optional<ConfigurationPropertyName> nearestAsked(ConfigurationPropertyName name) {
        for (ConfigurationPropertyName near = name; !near.isEmpty(); near = near.getParent()) {
            if (this.asked.containsKey(near)) {
                return Optional.of(near);
            }
        }
        return Optional.empty();
    }

    private static boolean isOpen(@Nullable Class<?> type) {
        return type != null
                && (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type) || type.isArray());
    }

    private void checkComplete(ConfigurationPropertyName name, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        boolean converted = this.names.isSet(name);
        if (components == null || converted) {
            return;
        }
        Parameter[] parameters = boundBy(type, components);
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            ConfigurationPropertyName property = name.append(nameOf(parameter, components[i]));
            boolean set = this.bound.contains(property) || this.names.has(property);
            if (set || mayBeNull(parameter, components[i])) {
                continue;
            }
            DefaultValue defaultValue = parameter.getAnnotation(DefaultValue.class);
            if (defaultValue == null) {
                this.missing.add(property);
            } else if (defaultValue.value().length == 0) {
                checkComplete(property, parameter.getType());
            }
        }
    }

    /** The parameters that the components are bound by, or none where the record has another constructor for that. */
    private static Parameter[] boundBy(Class<?> type, RecordComponent[] components) {
        Constructor<?> constructor = BindConstructorProvider.DEFAULT.getBindConstructor(Bindable.of(type), false);
        Class<?>[] canonical =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        if (constructor == null || !Arrays.equals(constructor.getParameterTypes(), canonical)) {
            return new Parameter[0];
        }
        return constructor.getParameters();
    }

    private static String nameOf(Parameter parameter, RecordComponent component) {
        Name name = parameter.getAnnotation(Name.class);
        return DataObjectPropertyName.toDashedForm((name != null) ? name.value() : component.getName());
    }

    private static boolean mayBeNull(Parameter parameter, RecordComponent component) {
        return Nullness.forParameter(parameter) == Nullness.NULLABLE
                || Nullness.forMethodReturnType(Objects.requireNonNull(component.getAccessor())) == Nullness.NULLABLE;
    }
}
