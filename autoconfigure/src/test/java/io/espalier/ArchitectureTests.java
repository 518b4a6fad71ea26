package io.espalier;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Timer;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.platform.commons.annotation.Testable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Condition;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.stereotype.Repository;
import org.springframework.stereotype.Service;

/**
 * The house rules: which ring may see which, where Spring and each engine may appear, what plain Java code must not do,
 * how the Spring wiring looks, and how things are named.
 */
@AnalyzeClasses(packages = "io.espalier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String[] SPRING = {
        "io.espalier.actuate..",
        "io.espalier.autoconfigure..",
        "io.espalier.test..",
        "io.espalier.oidc.http..",
        "io.espalier.oidc.security..",
        "io.espalier.channels.websocket..",
        "io.espalier.pubsub.redis..",
        "io.espalier.aggregate.jdbc..",
    };

    private static final String[] ADAPTERS = {
        "io.espalier.oidc.http..",
        "io.espalier.oidc.security..",
        "io.espalier.channels.websocket..",
        "io.espalier.pubsub.jgroups..",
        "io.espalier.pubsub.redis..",
        "io.espalier.aggregate.jdbc..",
        "io.espalier.rpc.netty..",
    };

    // The rings

    @ArchTest
    static final ArchRule dependenciesPointInward = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("process")
            .definedBy("io.espalier.process..")
            .layer("supervisor")
            .definedBy("io.espalier.supervisor..")
            .layer("pubsub")
            .definedBy("io.espalier.pubsub..")
            .layer("presence")
            .definedBy("io.espalier.presence..")
            .layer("oidc")
            .definedBy("io.espalier.oidc..")
            .layer("rpc")
            .definedBy("io.espalier.rpc..")
            .layer("aggregate")
            .definedBy("io.espalier.aggregate..")
            .layer("channels")
            .definedBy("io.espalier.channels..")
            .layer("actuate")
            .definedBy("io.espalier.actuate..")
            .layer("autoconfigure")
            .definedBy("io.espalier.autoconfigure..")
            .layer("test")
            .definedBy("io.espalier.test..")
            .whereLayer("process")
            .mayNotAccessAnyLayer()
            .whereLayer("supervisor")
            .mayOnlyAccessLayers("process")
            .whereLayer("pubsub")
            .mayOnlyAccessLayers("process", "supervisor")
            .whereLayer("presence")
            .mayOnlyAccessLayers("process", "supervisor", "pubsub")
            .whereLayer("oidc")
            .mayOnlyAccessLayers("process", "supervisor", "pubsub")
            .whereLayer("rpc")
            .mayOnlyAccessLayers("process", "supervisor", "pubsub")
            .whereLayer("aggregate")
            .mayOnlyAccessLayers("process", "supervisor", "pubsub")
            .whereLayer("channels")
            .mayOnlyAccessLayers("process", "supervisor", "pubsub", "presence")
            .whereLayer("actuate")
            .mayOnlyAccessLayers("process", "supervisor", "pubsub", "presence", "oidc", "rpc", "aggregate", "channels")
            .whereLayer("autoconfigure")
            .mayOnlyAccessLayers(
                    "process", "supervisor", "pubsub", "presence", "oidc", "rpc", "aggregate", "channels", "actuate")
            .whereLayer("test")
            .mayOnlyAccessLayers("process", "supervisor")
            .ensureAllClassesAreContainedInArchitecture()
            .because("an inner ring can be read and tested without the outer ones, and a feature without its sisters");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("io.espalier.(**)")
            .should()
            .beFreeOfCycles()
            .because("two packages that need each other are one package");

    @ArchTest
    static final ArchRule adaptersAreReachedThroughTheirInterface = classes()
            .that()
            .resideInAnyPackage(ADAPTERS)
            .should()
            .onlyHaveDependentClassesThat(
                    resideInAnyPackage(ADAPTERS).or(resideInAnyPackage("io.espalier.autoconfigure..")))
            .because("an engine is optional: only the wiring knows whether it is there");

    @ArchTest
    static final ArchRule springStaysInItsPackages = noClasses()
            .that(arePlainJava())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..")
            .because("a user can read and test everything else without an application context");

    @ArchTest
    static final ArchRule theRuntimeNeedsTheJdkAlone = classes()
            .that()
            .resideInAnyPackage("io.espalier.process..", "io.espalier.supervisor..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.espalier..", "java..", "jdk.jfr..", "org.slf4j..", "org.jspecify..")
            .because("every user carries the runtime, whatever else is on the class path");

    @ArchTest
    static final ArchRule tlsStaysWithTheEngines = only(
                    "javax.net.ssl..",
                    "io.espalier.rpc.netty..",
                    "io.espalier.oidc.http..",
                    "io.espalier.pubsub.jgroups..")
            .because("TLS material comes from SSL bundles, through few hands");

    @ArchTest
    static final ArchRule joseStaysInOidc =
            only("com.nimbusds..", "io.espalier.oidc..").because("tokens are the business of one feature");

    @ArchTest
    static final ArchRule micrometerStaysInActuate = only("io.micrometer..", "io.espalier.actuate..")
            .because("the inner rings report through ProcessListener and ContextCarrier");

    @ArchTest
    static final ArchRule nettyStaysInItsAdapter = only(
                    "io.netty..", "io.espalier.rpc.netty..", "io.espalier.autoconfigure..")
            .because("an adapter to an engine sits in the package that carries its name");

    @ArchTest
    static final ArchRule jgroupsStaysInItsAdapter = only(
                    "org.jgroups..", "io.espalier.pubsub.jgroups..", "io.espalier.autoconfigure..")
            .because("an adapter to an engine sits in the package that carries its name");

    @ArchTest
    static final ArchRule lettuceStaysInItsAdapter = only(
                    "io.lettuce..", "io.espalier.pubsub.redis..", "io.espalier.autoconfigure..")
            .because("an adapter to an engine sits in the package that carries its name");

    @ArchTest
    static final ArchRule redisStaysInItsAdapter = only(
                    "org.springframework.data.redis..", "io.espalier.pubsub.redis..", "io.espalier.autoconfigure..")
            .because("an adapter to an engine sits in the package that carries its name");

    @ArchTest
    static final ArchRule springJdbcStaysInItsAdapter = only(
                    "org.springframework.jdbc..", "io.espalier.aggregate.jdbc..", "io.espalier.autoconfigure..")
            .because("an adapter to an engine sits in the package that carries its name");

    @ArchTest
    static final ArchRule sqlStaysInItsAdapter = noClasses()
            .that()
            .resideOutsideOfPackages("io.espalier.aggregate.jdbc..", "io.espalier.autoconfigure..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..")
            .because("an adapter to an engine sits in the package that carries its name");

    // Plain Java: what a process must not do

    @ArchTest
    static final ArchRule nothingIsSynchronized = noClasses()
            .that(arePlainJava())
            .and(areNotTheThreadFactory())
            .should(synchronize())
            .because("a monitor pins a virtual thread and hides from managed blocking; state belongs to one process");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that(arePlainJava())
            .and(areNotTheThreadFactory())
            .should(access("sleep", Thread.class, TimeUnit.class))
            .because("the Clock owns time, so that tests can run on a virtual one");

    @ArchTest
    static final ArchRule nobodyTakesAnExecutorFromTheJdk = noClasses()
            .that(arePlainJava())
            .and(areNotTheThreadFactory())
            .should(access("new.*", Executors.class))
            .because("one class makes threads, and names and counts them");

    @ArchTest
    static final ArchRule nobodyWritesToTheConsole =
            noClasses().that(arePlainJava()).should(ACCESS_STANDARD_STREAMS).because("a library logs through SLF4J");

    @ArchTest
    static final ArchRule threadsAreMadeInTheInnermostRing = noClasses()
            .that()
            .resideOutsideOfPackage("io.espalier.process..")
            .should(access("<init>", Thread.class, Timer.class, ExecutorService.class))
            .because("a thread, timer or pool outside the tree is nobody's to watch, measure and stop");

    @ArchTest
    static final ArchRule staticFieldsAreFinal = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("static mutable state outlives the context, and the restart that should have cleaned it");

    @ArchTest
    static void thereIsOneThreadLocalAtMost(JavaClasses classes) {
        List<JavaField> found = classes.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isAssignableTo(ThreadLocal.class))
                .toList();
        assertThat(found)
                .as("the current process is the one thing that a thread may carry")
                .hasSizeLessThanOrEqualTo(1)
                .allSatisfy(
                        field -> assertThat(field.getOwner().getPackageName()).isEqualTo("io.espalier.process"));
    }

    // The wiring

    @ArchTest
    static final ArchRule autoConfigurationsArePublicFinalAndNamedSo = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveSimpleNameEndingWith("AutoConfiguration")
            .andShould()
            .resideInAPackage("io.espalier.autoconfigure..")
            .because("users name them in exclusions and in before and after, and do nothing else with them");

    @ArchTest
    static final ArchRule autoConfigurationsHaveNoPublicMembers = members()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(AutoConfiguration.class)
            .and(are(not(aConstructorWithoutParameters())))
            .should()
            .notBePublic()
            .because("the class is a switch, not an API");

    @ArchTest
    static void autoConfigurationsAreThoseInTheImportsFile(JavaClasses classes) {
        var listed = new TreeSet<String>();
        ImportCandidates.load(AutoConfiguration.class, ArchitectureTests.class.getClassLoader())
                .forEach(name -> {
                    if (name.startsWith("io.espalier.")) {
                        listed.add(name);
                    }
                });
        var annotated = new TreeSet<String>();
        classes.stream()
                .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                .forEach(type -> annotated.add(type.getName()));
        assertThat(listed)
                .as("Spring Boot reads the imports file and nothing else")
                .isEqualTo(annotated);
    }

    @ArchTest
    static final ArchRule beanMethodsArePackagePrivate = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .should()
            .bePackagePrivate()
            .because("only the container calls them");

    @ArchTest
    static final ArchRule conditionsArePackagePrivate = classes()
            .that()
            .areAssignableTo(Condition.class)
            .should()
            .bePackagePrivate()
            .because("a condition serves the class beside it");

    @ArchTest
    static final ArchRule classConditionsSitOnClasses = noMethods()
            .that()
            .areAnnotatedWith(Bean.class)
            .should()
            .beAnnotatedWith(ConditionalOnClass.class)
            .because("the JVM loads a method's types before the condition on it is read");

    @ArchTest
    static final ArchRule postProcessorsComeFromStaticMethods = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .and()
            .haveRawReturnType(assignableTo(BeanPostProcessor.class).or(assignableTo(BeanFactoryPostProcessor.class)))
            .should()
            .beStatic()
            .because("their configuration would be created too early for other post-processors to see it");

    @ArchTest
    static final ArchRule propertiesStayInAutoconfigure = noClasses()
            .that()
            .resideOutsideOfPackage("io.espalier.autoconfigure..")
            .should()
            .beAnnotatedWith(ConfigurationProperties.class)
            .orShould()
            .dependOnClassesThat()
            .areAnnotatedWith(ConfigurationProperties.class)
            .because("properties are mapped to the settings of a feature in one place");

    @ArchTest
    static final ArchRule nothingIsFoundByScanning = noClasses()
            .should()
            .beAnnotatedWith(Component.class)
            .orShould()
            .beAnnotatedWith(Service.class)
            .orShould()
            .beAnnotatedWith(Repository.class)
            .orShould()
            .beAnnotatedWith(Controller.class)
            .orShould()
            .beAnnotatedWith(ComponentScan.class)
            .because("a starter's beans come from auto-configurations, where users can replace them");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .because("what a class needs is said by its constructor");

    // Names and nulls

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes()
            .should(liveInANullMarkedPackage())
            .because("users see nullness, in Kotlin and in their own checks");

    @ArchTest
    static final ArchRule packagesAreNamedForWhatTheyDo = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..internal..", "..core..")
            .because("such a name takes in anything");

    @ArchTest
    static final ArchRule classesAreNamedForWhatTheyAre = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
            .because("such a name says nothing");

    @ArchTest
    static void testClassesEndInTests(JavaClasses ignored) {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("io.espalier");
        classes()
                .that(describe("have tests", ArchitectureTests::hasTests))
                .should(endInTests())
                .because("the build runs classes of that name, and readers look for it")
                .check(tests);
    }

    // The words of the rules

    private static ArchRule only(String library, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static DescribedPredicate<JavaClass> arePlainJava() {
        return are(resideOutsideOfPackages(SPRING)).as("are plain Java");
    }

    private static DescribedPredicate<JavaClass> areNotTheThreadFactory() {
        return describe(
                "are not the thread factory", type -> !topLevel(type).getName().equals("io.espalier.process.Threads"));
    }

    private static DescribedPredicate<JavaMember> aConstructorWithoutParameters() {
        return describe(
                "a constructor without parameters",
                member -> member instanceof JavaConstructor constructor
                        && constructor.getParameters().isEmpty());
    }

    private static ArchCondition<JavaClass> access(String member, Class<?>... owners) {
        DescribedPredicate<JavaClass> owner = DescribedPredicate.alwaysFalse();
        for (Class<?> type : owners) {
            owner = owner.or(assignableTo(type));
        }
        DescribedPredicate<JavaAccess<?>> access = targetOwner(owner).and(target(nameMatching(member)));
        return accessTargetWhere(access)
                .as(
                        "access %s of %s",
                        member, Stream.of(owners).map(Class::getSimpleName).toList());
    }

    private static ArchCondition<JavaClass> synchronize() {
        return new ArchCondition<>("synchronize") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                try (InputStream bytes =
                        type.getSource().orElseThrow().getUri().toURL().openStream()) {
                    new ClassReader(bytes).accept(new MonitorFinder(type, events), ClassReader.SKIP_DEBUG);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getPackageName() + " is" + (marked ? "" : " not") + " @NullMarked"));
            }
        };
    }

    private static ArchCondition<JavaClass> endInTests() {
        return new ArchCondition<>("end in Tests") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        type, topLevel(type).getSimpleName().endsWith("Tests"), type.getName()));
            }
        };
    }

    private static boolean hasTests(JavaClass type) {
        return type.getMembers().stream().anyMatch(member -> member.isMetaAnnotatedWith(Testable.class));
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTests::topLevel).orElse(type);
    }

    /** Finds synchronized methods and blocks; ArchUnit's own model has no blocks. */
    private static final class MonitorFinder extends ClassVisitor {

        private final JavaClass type;

        private final ConditionEvents events;

        MonitorFinder(JavaClass type, ConditionEvents events) {
            super(Opcodes.ASM9);
            this.type = type;
            this.events = events;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                found(name);
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInsn(int opcode) {
                    if (opcode == Opcodes.MONITORENTER) {
                        found(name);
                    }
                }
            };
        }

        private void found(String method) {
            events.add(SimpleConditionEvent.satisfied(type, type.getName() + "." + method + " synchronizes"));
        }
    }
}
