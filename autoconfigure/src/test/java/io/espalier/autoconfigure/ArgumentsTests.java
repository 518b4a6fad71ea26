package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.process.GenServer;
import io.espalier.process.Init;
import io.espalier.process.Self;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.SupervisorSpec;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** From {@code argument} to the init argument of a server. */
class ArgumentsTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
            .withUserConfiguration(Servers.class)
            .withPropertyValues("espalier.supervisor.auto-startup=false");

    @Test
    void aRecordIsBoundByItsComponents() {
        assertThat(argument("server: full", """
                argument:
                  name: x
                  time-out: 3s
                  size: 64KB
                  tags: [a, b]
                  limits: { low: 1, high: 2 }
                  point: { x: 1, y: 2 }
                  "[renamed]": r
                """))
                .isEqualTo(new Full(
                        "x",
                        Duration.ofSeconds(3),
                        DataSize.ofKilobytes(64),
                        List.of("a", "b"),
                        Map.of("low", 1, "high", 2),
                        new Point(1, 2),
                        "r"));
    }

    @Test
    void whatHasADefaultOrMayBeNullMayBeLeftOut() {
        assertThat(argument("server: full", "argument.name: x"))
                .isEqualTo(new Full(
                        "x", Duration.ofSeconds(1), DataSize.ofBytes(1), List.of(), Map.of(), new Point(0, 0), null));
    }

    @Test
    void anArgumentWithDefaultsForEverythingMayBeLeftOut() {
        assertThat(argument("server: point", "")).isEqualTo(new Point(0, 0));
    }

    @Test
    void aBeanIsBoundByItsProperties() {
        Object argument = argument("server: book", "argument: { title: Trellis }");
        assertThat(((Book) argument).getTitle()).isEqualTo("Trellis");
        assertThat(((Book) argument).getPages()).isEqualTo(100);
    }

    @Test
    void aBeanMayBeLeftOut() {
        assertThat(((Book) argument("server: book", "")).getTitle()).isEqualTo("untitled");
    }

    @ParameterizedTest
    @CsvSource({
        "text, hello, java.lang.String, hello",
        "number, 42, java.lang.Integer, 42",
        "time, 3s, java.time.Duration, PT3S",
        "colour, dark-green, io.espalier.autoconfigure.ArgumentsTests$Colour, DARK_GREEN",
        "secret, s3cret, io.espalier.autoconfigure.Secret, ******",
    })
    void aScalarIsBoundAsItIs(String server, String value, Class<?> type, String text) {
        assertThat(argument("server: " + server, "argument: " + value))
                .isInstanceOf(type)
                .hasToString(text);
    }

    @Test
    void aListMayBeAnArgument() {
        assertThat(argument("server: list", "argument: [a, b]")).isEqualTo(List.of("a", "b"));
    }

    @Test
    void aMapMayBeAnArgument() {
        assertThat(argument("server: map", "argument: { a: 1, b-c: 2 }")).isEqualTo(Map.of("a", 1, "b-c", 2));
    }

    @Test
    void aSecretIsBoundLikeATextAndMasked() {
        Object argument = argument("server: login", "argument: { user: bob, password: s3cret }");
        assertThat(argument).isEqualTo(new Login("bob", Secret.of("s3cret")));
        assertThat(argument.toString()).contains("bob", "******").doesNotContain("s3cret");
    }

    @Test
    void aPlaceholderIsResolved() {
        assertThat(argumentOf(this.runner.withPropertyValues("who=world"), "server: text", "argument: hello ${who}"))
                .isEqualTo("hello world");
    }

    @Test
    void anEnvironmentVariableOverlaysAComponentWithDashes() {
        assertThat(argumentOf(
                        this.runner.withInitializer(
                                Yaml.variables(Map.of("ESPALIER_SUPERVISOR_CHILDREN_C1_ARGUMENT_TIMEOUT", "9s"))),
                        "server: full",
                        "argument: { name: x, time-out: 3s }"))
                .extracting("timeOut")
                .isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aListOfALessImportantSourceMayBeLonger() {
        assertThat(argumentOf(
                        this.runner.withPropertyValues("espalier.supervisor.children.c1.argument.points[0].x=7"),
                        "server: shape",
                        "argument: { points: [ {x: 1}, {x: 2} ] }"))
                .isEqualTo(new Shape(List.of(new Point(7, 0))));
    }

    @Test
    void theConvertersOfTheApplicationAreUsed() {
        assertThat(argumentOf(
                        this.runner.withUserConfiguration(Converters.class), "server: version", "argument: '1.2'"))
                .isEqualTo(new Version(1, 2));
    }

    @Test
    void aComponentClassSaysItsArgument() {
        assertThat(argument("server: scanned", "argument: { x: 1, y: 2 }")).isEqualTo(new Point(1, 2));
    }

    @Test
    void aProxySaysTheArgumentOfItsTarget() {
        assertThat(argument("server: proxied", "argument: { x: 1, y: 2 }")).isEqualTo(new Point(1, 2));
    }

    @Test
    void aSingletonWithoutDefinitionSaysItsArgument() {
        assertThat(argumentOf(
                        this.runner.withInitializer(
                                context -> context.getBeanFactory().registerSingleton("single", new Scanned())),
                        "server: single",
                        "argument: { x: 1, y: 2 }"))
                .isEqualTo(new Point(1, 2));
    }

    @Test
    void constraintsAreCheckedWhereTheApplicationHasAValidator() {
        assertThat(failureOf(
                        this.runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class)),
                        "server: checked",
                        "argument: { full-name: ' ', inner: { size: 11 } }"))
                .contains(
                        "Child: c1",
                        "Property: espalier.supervisor.children.c1.argument.full-name",
                        "Reason: it must not be blank",
                        "Property: espalier.supervisor.children.c1.argument.inner.size",
                        "Reason: it must be less than or equal to 10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hosts: [a, ' ']         | hosts[1]                 | must not be blank",
                "hosts: []               | hosts                    | must not be empty",
                "weights: { heavy: 1 }   | weights.heavy            | must be greater than or equal to 3",
                "weights: { '[a.b]': 1 } | weights[a.b]             | must be greater than or equal to 3",
                "weights: { '[Big]': 1 } | weights[Big]             | must be greater than or equal to 3",
                "keys: { '[toolong]': 1 } | keys.toolong            | size must be between 0 and 3",
                "nested: { k: [x, ''] }  | nested.k[1]              | must not be blank",
                "inners: [{ size: 1 }, { size: 11 }] | inners[1].size | must be less than or equal to 10",
                "innersByName: { '[a.b]': { size: 11 } } | inners-by-name[a.b].size | must be less than or equal to 10"
            })
    void aConstraintOfAnElementIsReportedAtTheElement(String argument, String property, String message) {
        assertThat(failureOf(
                        this.runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class)),
                        "server: containers",
                        "argument: { " + argument + " }"))
                .contains(
                        "Property: espalier.supervisor.children.c1.argument." + property + System.lineSeparator(),
                        "Reason: it " + message);
    }

    @Test
    void aConstraintOfAMethodIsReportedAtItsProperty() {
        assertThat(failureOf(
                        this.runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class)),
                        "server: whole",
                        "argument: { low: 2, high: 1 }"))
                .contains("Property: espalier.supervisor.children.c1.argument.ordered", "Reason: it must be true");
    }

    @Test
    void constraintsAreNotCheckedWithoutAValidator() {
        assertThat(argument("server: checked", "argument: { full-name: ' ', inner: { size: 11 } }"))
                .isEqualTo(new Checked(" ", new Inner(11)));
    }

    @Test
    void theValidationApiMayBeAbsent() {
        assertThat(argumentOf(
                        this.runner.withClassLoader(new FilteredClassLoader("jakarta.validation")),
                        "server: text",
                        "argument: x"))
                .isEqualTo("x");
    }

    private Object argument(String server, String argument) {
        return argumentOf(this.runner, server, argument);
    }

    private static Object argumentOf(ApplicationContextRunner runner, String server, String argument) {
        Object[] found = new Object[1];
        runner.withInitializer(Yaml.of(child(server, argument))).run(context -> {
            assertThat(context).hasNotFailed();
            SupervisorSpec root = TreePlan.make(
                            context.getBean(SupervisorProperties.class),
                            context.getEnvironment(),
                            context.getBeanFactory())
                    .root();
            ChildSpec<?> child = root.children().get(0);
            found[0] = child.argument();
        });
        return found[0];
    }

    private static String failureOf(ApplicationContextRunner runner, String server, String argument) {
        StringBuilder text = new StringBuilder();
        runner.withInitializer(Yaml.of(child(server, argument))).run(context -> {
            FailureAnalysis analysis = new ExplainedFailureAnalyzer().analyze(context.getStartupFailure());
            text.append(analysis.getDescription()).append(analysis.getAction());
        });
        return text.toString();
    }

    private static String child(String server, String argument) {
        return "espalier.supervisor.children.c1:\n  " + server + "\n" + argument.indent(2);
    }

    record Full(
            String name,
            @DefaultValue("1s") Duration timeOut,
            @DefaultValue("1") DataSize size,
            @DefaultValue List<String> tags,
            @DefaultValue Map<String, Integer> limits,
            @DefaultValue Point point,
            @Name("renamed") @Nullable String another) {}

    record Point(
            @DefaultValue("0") int x, @DefaultValue("0") int y) {}

    record Shape(List<Point> points) {}

    record Login(String user, Secret password) {}

    record Version(int major, int minor) {}

    record Checked(@NotBlank String fullName, @Valid Inner inner) {}

    record Inner(@Max(10) int size) {}

    record Containers(
            @DefaultValue("a") @NotEmpty List<@NotBlank String> hosts,
            @DefaultValue Map<String, @Min(3) Integer> weights,
            @DefaultValue Map<@Size(max = 3) String, Integer> keys,
            @DefaultValue Map<String, List<@NotBlank String>> nested,
            @DefaultValue List<@Valid Inner> inners,
            @DefaultValue Map<String, @Valid Inner> innersByName) {}

    record Whole(int low, int high) {

        @AssertTrue
        public boolean isOrdered() {
            return this.low <= this.high;
        }
    }

    enum Colour {
        DARK_GREEN
    }

    static class Book {

        private String title = "untitled";

        private int pages = 100;

        public String getTitle() {
            return this.title;
        }

        public void setTitle(String title) {
            this.title = title;
        }

        public int getPages() {
            return this.pages;
        }

        public void setPages(int pages) {
            this.pages = pages;
        }
    }

    @Component("scanned")
    static class Scanned implements GenServer<Point, String> {

        @Override
        public Init<String> init(Point argument, Self<String> self) {
            return Init.ok("");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Converters {

        @Bean
        @ConfigurationPropertiesBinding
        static Converter<String, Version> versionConverter() {
            return new Converter<>() {
                @Override
                public Version convert(String source) {
                    String[] parts = source.split("\\.", -1);
                    return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Scanned.class)
    static class Servers {

        @Bean
        GenServer<Full, String> full() {
            return server();
        }

        @Bean
        GenServer<Point, String> point() {
            return server();
        }

        @Bean
        GenServer<Shape, String> shape() {
            return server();
        }

        @Bean
        GenServer<Book, String> book() {
            return server();
        }

        @Bean
        GenServer<String, String> text() {
            return server();
        }

        @Bean
        GenServer<Integer, String> number() {
            return server();
        }

        @Bean
        GenServer<Duration, String> time() {
            return server();
        }

        @Bean
        GenServer<Colour, String> colour() {
            return server();
        }

        @Bean
        GenServer<Secret, String> secret() {
            return server();
        }

        @Bean
        GenServer<List<String>, String> list() {
            return server();
        }

        @Bean
        GenServer<Map<String, Integer>, String> map() {
            return server();
        }

        @Bean
        GenServer<Login, String> login() {
            return server();
        }

        @Bean
        GenServer<Version, String> version() {
            return server();
        }

        @Bean
        GenServer<Checked, String> checked() {
            return server();
        }

        @Bean
        GenServer<Containers, String> containers() {
            return server();
        }

        @Bean
        GenServer<Whole, String> whole() {
            return server();
        }

        @Bean
        GenServer<?, ?> proxied() {
            ProxyFactory proxy = new ProxyFactory(new Scanned());
            return (GenServer<?, ?>) proxy.getProxy();
        }

        private static <A> GenServer<A, String> server() {
            return GenServer.<A, String>starting((argument, self) -> Init.ok(""))
                    .build();
        }
    }
}
