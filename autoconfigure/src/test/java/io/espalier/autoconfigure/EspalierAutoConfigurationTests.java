package io.espalier.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.actuate.TreeStatus.State;
import io.espalier.process.Clock;
import io.espalier.process.ContextCarrier;
import io.espalier.process.GenServer;
import io.espalier.process.None;
import io.espalier.process.ProcessEvent;
import io.espalier.process.ProcessListener;
import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.process.Request;
import io.espalier.supervisor.Supervisor;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/** The beans that an application gets. */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class EspalierAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    EspalierAutoConfiguration.class,
                    EspalierHealthContributorAutoConfiguration.class,
                    ProcessesEndpointAutoConfiguration.class));

    private final ApplicationContextRunner withCounter = this.runner
            .withUserConfiguration(Servers.class)
            .withPropertyValues("espalier.supervisor.children.counter.server=counter");

    @Test
    void anEmptyConfigurationStartsHealthyAndSilent(CapturedOutput output) {
        this.runner.run(context -> {
            assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(ProcessSystem.class)
                    .hasSingleBean(Supervisor.class);
            assertThat(context).hasBean("processes").hasBean("rootSupervisor");
            assertThat(context.getBean(SupervisionTree.class).status().state()).isEqualTo(State.RUNNING);
            assertThat(context.getBean(Supervisor.class).whichChildren()).isEmpty();
        });
        assertThat(output).doesNotContain("io.espalier");
    }

    @Test
    void espalierCanBeSwitchedOff() {
        this.runner
                .withPropertyValues(
                        "espalier.enabled=false",
                        "management.endpoints.web.exposure.include=*",
                        "espalier.supervisor.children.counter.server=nobody")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ProcessSystem.class)
                        .doesNotHaveBean(Supervisor.class)
                        .doesNotHaveBean(SupervisionTree.class)
                        .doesNotHaveBean("espalierHealthContributor")
                        .doesNotHaveBean("processesEndpoint"));
    }

    @Test
    void theCoreNeedsNoActuator() {
        this.withCounter
                .withClassLoader(new FilteredClassLoader(CompositeHealthContributor.class, Endpoint.class))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean("espalierHealthContributor");
                    assertThat(context.getBean(ProcessSystem.class).whereIs("counter"))
                            .isPresent();
                });
    }

    @Test
    void aProcessSystemOfTheApplicationIsUsedInstead() {
        this.withCounter.withUserConfiguration(OwnSystem.class).run(context -> {
            assertThat(context).hasSingleBean(ProcessSystem.class).hasBean("mine");
            assertThat(context.getBean("mine", ProcessSystem.class).whereIs("counter"))
                    .isPresent();
        });
    }

    @Test
    void aRootHandleOfTheApplicationIsUsedInstead() {
        this.runner.withUserConfiguration(OwnRoot.class).run(context -> {
            assertThat(context).hasSingleBean(Supervisor.class);
            assertThat(context.getBean(Supervisor.class).countChildren().specs())
                    .isZero();
        });
    }

    @Test
    void handlesOfOtherSupervisorsMayBeBeans() {
        this.runner
                .withBean(
                        "other",
                        Supervisor.class,
                        () -> Supervisor.at(ProcessSystem.create().ref("other")))
                .run(context -> assertThat(context).hasBean("rootSupervisor"));
    }

    @Test
    void listenersCarrierAndClockOfTheApplicationJoinTheRuntime() {
        this.withCounter.withUserConfiguration(Spis.class).run(context -> {
            assertThat(context.getBean(Spis.class).events)
                    .anyMatch(
                            event -> event instanceof ProcessEvent.Started started && "counter".equals(started.name()));
            assertThat(context.getBean(ProcessSystem.class).clock()).isSameAs(context.getBean(Clock.class));
        });
    }

    @Test
    void aRefIsInjectedByNameIntoConstructorFieldAndBeanMethod() {
        this.withCounter
                .withUserConfiguration(BeanMethod.class)
                .withBean(InConstructor.class)
                .withBean(InField.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(InConstructor.class).counter.call(new Get()))
                            .isEqualTo(7);
                    assertThat(context.getBean(InField.class).counter.call(new Get()))
                            .isEqualTo(7);
                    assertThat(context.getBean(Holder.class).ref().call(new Get()))
                            .isEqualTo(7);
                });
    }

    @Test
    void anAnnotationOfTheApplicationMayStandForAName() {
        this.withCounter
                .withBean(InOwnAnnotation.class)
                .withBean(InOwnAnnotationOfField.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(InOwnAnnotation.class).fixed.call(new Get()))
                            .isEqualTo(7);
                    assertThat(context.getBean(InOwnAnnotation.class).aliased.call(new Get()))
                            .isEqualTo(7);
                    assertThat(context.getBean(InOwnAnnotationOfField.class)
                                    .counter
                                    .call(new Get()))
                            .isEqualTo(7);
                });
    }

    @Test
    void aRefMayBeInjectedLazily() {
        this.withCounter.withBean(InProvider.class).run(context -> assertThat(
                        context.getBean(InProvider.class).counter.getObject().call(new Get()))
                .isEqualTo(7));
    }

    @Test
    void refsOfTheApplicationsOwnAreLeftAlone() {
        this.withCounter
                .withUserConfiguration(OwnRef.class)
                .withBean(InConstructor.class)
                .withBean(Qualified.class)
                .run(context -> {
                    assertThat(context.getBean(InConstructor.class).counter.call(new Get()))
                            .isEqualTo(7);
                    assertThat(context.getBean(Qualified.class).own).isSameAs(context.getBean("ownRef"));
                });
    }

    @Test
    void noBeanIsMadeForAChild() {
        this.withCounter.run(context ->
                assertThat(context.getBeanNamesForType(ProcessRef.class)).containsExactly("espalierProcessRef"));
    }

    @Test
    void aRefWithoutNameIsExplained() {
        this.runner.withBean(Unnamed.class).run(context -> {
            FailureAnalysis analysis = new ExplainedFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains(
                            "A ProcessRef is to be injected, but nothing says of which process:",
                            "Injection point: " + Unnamed.class.getName() + ", parameter 0 of ");
            assertThat(analysis.getAction())
                    .contains("Add @ProcessName with the name of the process", "@ProcessName(\"workers/parser\")")
                    .doesNotContain("@Qualifier");
        });
    }

    @Test
    void aRefWithoutNameMayBeMeantForOneOfTheApplicationsOwn() {
        this.runner.withUserConfiguration(OwnRef.class).withBean(Unnamed.class).run(context -> {
            FailureAnalysis analysis = new ExplainedFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getAction())
                    .contains("'@ProcessName(\"workers/parser\") ProcessRef parser', or @Qualifier(\"ownRef\").");
        });
    }

    @Test
    void aRefWithoutNameInAFieldIsExplained() {
        this.runner.withBean(UnnamedField.class).run(context -> {
            FailureAnalysis analysis = new ExplainedFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains(UnnamedField.class.getName() + ", field counter");
        });
    }

    @Test
    void theTreeStartsUnderLazyInitialisation() {
        this.withCounter
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(context.getBean(ProcessSystem.class)
                                .ref("counter")
                                .call(new Get()))
                        .isEqualTo(7));
    }

    @Test
    void anApplicationThatFailsSaysWhyAndWhatToDo(CapturedOutput output) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Whole.class).web(WebApplicationType.NONE);
        assertThatExceptionOfType(InvalidTreeException.class)
                .isThrownBy(() -> application.run("--espalier.supervisor.children.c1.server=conter"));
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "Property: espalier.supervisor.children.c1.server",
                        "Reason: there is no bean 'conter'",
                        "Did you mean 'counter'?");
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Servers.class)
    static class Whole {}

    record Get() implements Request<Integer> {}

    record Holder(ProcessRef ref) {}

    static class InConstructor {

        private final ProcessRef counter;

        InConstructor(@ProcessName("counter") ProcessRef counter) {
            this.counter = counter;
        }
    }

    static class Qualified {

        private final ProcessRef own;

        Qualified(@Qualifier("ownRef") ProcessRef own) {
            this.own = own;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRef {

        @Bean
        ProcessRef ownRef(ProcessSystem processes) {
            return processes.ref("elsewhere");
        }
    }

    static class InField {

        @Autowired
        @ProcessName("counter")
        @Nullable
        ProcessRef counter;
    }

    @Retention(RetentionPolicy.RUNTIME)
    @ProcessName("counter")
    @interface Counter {}

    @Retention(RetentionPolicy.RUNTIME)
    @ProcessName("")
    @interface Named {

        @AliasFor(annotation = ProcessName.class, attribute = "value")
        String name();
    }

    static class InOwnAnnotation {

        private final ProcessRef fixed;

        private final ProcessRef aliased;

        InOwnAnnotation(@Counter ProcessRef fixed, @Named(name = "counter") ProcessRef aliased) {
            this.fixed = fixed;
            this.aliased = aliased;
        }
    }

    static class InOwnAnnotationOfField {

        @Autowired
        @Counter
        @Nullable
        ProcessRef counter;
    }

    static class InProvider {

        private final ObjectProvider<ProcessRef> counter;

        InProvider(@ProcessName("counter") ObjectProvider<ProcessRef> counter) {
            this.counter = counter;
        }
    }

    static class Unnamed {

        Unnamed(ProcessRef counter) {}
    }

    static class UnnamedField {

        @Autowired
        @Nullable
        ProcessRef counter;
    }

    @Configuration(proxyBeanMethods = false)
    static class BeanMethod {

        @Bean
        Holder holder(@ProcessName("counter") ProcessRef counter) {
            return new Holder(counter);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSystem {

        @Bean
        ProcessSystem mine() {
            return ProcessSystem.create();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRoot {

        @Bean
        Supervisor rootSupervisor(ProcessSystem processes) {
            return Supervisor.at(processes.ref("root"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Spis {

        private final List<ProcessEvent> events = new CopyOnWriteArrayList<>();

        @Bean
        ProcessListener listener() {
            return this.events::add;
        }

        @Bean
        ContextCarrier carrier() {
            return new ContextCarrier() {
                @Override
                public @Nullable Object capture() {
                    return null;
                }

                @Override
                public Scope restore(Object context) {
                    return () -> {};
                }
            };
        }

        @Bean
        Clock clock() {
            return Clock.system();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        GenServer<None, Integer> counter() {
            return GenServer.with(7)
                    .call(Get.class, (get, call, n) -> call.reply(n, n))
                    .build();
        }
    }
}
