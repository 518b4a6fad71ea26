package io.espalier.autoconfigure;

import io.espalier.autoconfigure.ChildProperties.Kind;
import io.espalier.process.GenServer;
import io.espalier.supervisor.AutoShutdown;
import io.espalier.supervisor.Backoff;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.DynamicSupervisorSpec;
import io.espalier.supervisor.Strategy;
import io.espalier.supervisor.SupervisorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/** Maps {@code espalier.supervisor.children} to child specs, and collects all that is wrong with them. */
final class ConfiguredChildren {

    private final PropertyNames names;

    private final KeyValues values;

    private final ServerBeans servers;

    private final Arguments arguments;

    private final List<Problem> problems = new ArrayList<>();

    ConfiguredChildren(PropertyNames names, KeyValues values, ServerBeans servers, Arguments arguments) {
        this.names = names;
        this.values = values;
        this.servers = servers;
        this.arguments = arguments;
    }

    /** What is wrong with the children that were read. */
    List<Problem> problems() {
        return this.problems;
    }

    /**
     * Reads the children of the root.
     *
     * @param root the root's properties
     * @return the children that are enabled and not wrong, in start order
     */
    List<PlannedChild> read(SupervisorProperties root) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(SupervisorProperties.PREFIX);
        this.problems.addAll(ChildKeys.checkRoot(name, this.names.under(name)));
        this.problems.addAll(this.values.check(SupervisionTree.ROOT, name, SupervisorProperties.class));
        return children("", name, root.children(), AutoShutdown.NEVER);
    }

    private List<PlannedChild> children(
            String prefix,
            ConfigurationPropertyName supervisor,
            Map<String, ChildProperties> bound,
            AutoShutdown autoShutdown) {
        ConfigurationPropertyName children = supervisor.append("children");
        List<PlannedChild> planned = new ArrayList<>();
        ChildIds ids = ChildIds.read(children, this.names.under(children));
        this.problems.addAll(ids.problems(prefix, supervisor));
        ids.children().forEach((id, name) -> {
            List<Problem> wrong = this.values.check(prefix + id, name, ChildProperties.class);
            ConfiguredChild child = new ConfiguredChild(
                    id,
                    prefix + id,
                    name,
                    bound.getOrDefault(id, ChildProperties.EMPTY),
                    wrong.isEmpty(),
                    autoShutdown);
            this.problems.addAll(wrong);
            this.problems.addAll(ChildKeys.check(child, child.kind(this.names), this.names.under(name)));
            if (child.properties().enabled()) {
                plan(child).ifPresent(planned::add);
            }
        });
        return planned.stream().sorted(PlannedChild.START_ORDER).toList();
    }

    private Optional<PlannedChild> plan(ConfiguredChild child) {
        try {
            return spec(child)
                    .filter(spec -> child.sound())
                    .map(spec -> new PlannedChild(
                            child.properties().order(), settings(spec, child), Problem.Where.property(child.name())));
        } catch (IllegalArgumentException ex) {
            return wrong(child, null, String.valueOf(ex.getMessage()), "Change the settings of the child.");
        }
    }

    private Optional<? extends ChildSpec<?>> spec(ConfiguredChild child) {
        Kind kind = child.kind(this.names);
        boolean told = this.names.hasText(child.name())
                || this.names.hasText(child.name().append("type"));
        if (kind == null && told) {
            return Optional.empty();
        }
        if (kind == null) {
            return wrong(
                    child,
                    null,
                    "the child has neither a server nor children",
                    "Set 'server' to a GenServer bean, or 'children', or 'type: dynamic'. Remove the child if it is a"
                            + " leftover.");
        }
        int before = this.problems.size();
        ChildCombinations.check(kind, child, this.names, this.problems);
        Optional<? extends ChildSpec<?>> spec =
                switch (kind) {
                    case WORKER -> worker(child);
                    case SUPERVISOR -> Optional.of(ChildSpec.supervisor(child.id(), supervisor(child)));
                    case DYNAMIC -> Optional.of(ChildSpec.dynamic(child.id(), dynamic(child.properties())));
                };
        return (this.problems.size() == before) ? spec : Optional.empty();
    }

    private Optional<ChildSpec<?>> worker(ConfiguredChild child) {
        String bean = child.properties().server();
        if (bean == null) {
            return wrong(child, "server", "a worker needs a server", "Set it to the name of a GenServer bean.");
        }
        Optional<GenServer<?, ?>> server = this.servers.server(bean);
        if (server.isEmpty()) {
            return wrong(child, "server", noServer(bean), whichServer(bean));
        }
        Optional<ResolvableType> type = this.servers.argumentType(bean);
        if (type.isEmpty()) {
            return wrong(
                    child,
                    "server",
                    "the type of the argument of bean '" + bean + "' is not known",
                    "Declare it in the return type of its @Bean method, as in 'GenServer<Start, Long> " + bean
                            + "()'.");
        }
        Arguments.Outcome argument =
                this.arguments.bind(child.path(), child.name().append("argument"), type.get());
        this.problems.addAll(argument.problems());
        return Optional.ofNullable(argument.argument()).map(value -> workerSpec(child.id(), server.get(), value));
    }

    @SuppressWarnings("unchecked") // The argument was bound to the type that the server declares.
    private static ChildSpec<?> workerSpec(String id, GenServer<?, ?> server, Object argument) {
        return ChildSpec.of(id, (GenServer<Object, ?>) server, argument);
    }

    private String noServer(String bean) {
        return this.servers
                .type(bean)
                .map(type -> "the bean '" + bean + "' is no GenServer but a " + type.getName())
                .orElse("there is no bean '" + bean + "'");
    }

    private String whichServer(String bean) {
        List<String> known = this.servers.names();
        if (known.isEmpty()) {
            return "There is no GenServer bean at all. Declare one, as a @Component or by a @Bean method.";
        }
        return NearNames.question(bean, known) + "The GenServer beans are: " + String.join(", ", known) + ".";
    }

    private SupervisorSpec supervisor(ConfiguredChild child) {
        ChildProperties properties = child.properties();
        AutoShutdown autoShutdown = child.autoShutdown();
        SupervisorSpec spec = SupervisorSpec.of(Objects.requireNonNullElse(properties.strategy(), Strategy.ONE_FOR_ONE))
                .autoShutdown(autoShutdown);
        if (properties.maxRestarts() != null) {
            spec = spec.maxRestarts(properties.maxRestarts());
        }
        if (properties.within() != null) {
            spec = spec.within(properties.within());
        }
        return spec.children(children(child.path() + "/", child.name(), properties.children(), autoShutdown).stream()
                .map(PlannedChild::spec)
                .toList());
    }

    private static DynamicSupervisorSpec dynamic(ChildProperties properties) {
        DynamicSupervisorSpec spec = DynamicSupervisorSpec.defaults();
        if (properties.maxRestarts() != null) {
            spec = spec.maxRestarts(properties.maxRestarts());
        }
        if (properties.within() != null) {
            spec = spec.within(properties.within());
        }
        if (properties.maxChildren() != null) {
            spec = spec.maxChildren(properties.maxChildren());
        }
        return spec;
    }

    private static <A> ChildSpec<A> settings(ChildSpec<A> plain, ConfiguredChild child) {
        ChildProperties properties = child.properties();
        ChildSpec<A> spec = plain;
        if (properties.restart() != null) {
            spec = spec.restart(properties.restart());
        }
        if (properties.shutdown() != null) {
            spec = spec.shutdown(properties.shutdown());
        }
        if (properties.startTimeout() != null) {
            spec = spec.startTimeout(properties.startTimeout());
        }
        if (properties.backoff() != null) {
            spec = spec.backoff(backoff(properties.backoff()));
        }
        if (properties.dispatcher() != null) {
            spec = spec.dispatcher(properties.dispatcher());
        }
        return properties.significant() ? spec.significant(true) : spec;
    }

    private static Backoff backoff(ChildProperties.Backoff properties) {
        Duration resetAfter = (properties.resetAfter() != null)
                ? properties.resetAfter()
                : properties.max().multipliedBy(2);
        return new Backoff(
                properties.initial(), properties.multiplier(), properties.max(), properties.jitter(), resetAfter);
    }

    private <T> Optional<T> wrong(ConfiguredChild child, @Nullable String key, String reason, String mend) {
        this.problems.add(child.problem(this.names, key, reason, mend));
        return Optional.empty();
    }
}
