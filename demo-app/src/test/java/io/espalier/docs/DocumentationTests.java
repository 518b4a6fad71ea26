package io.espalier.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.autoconfigure.EspalierAutoConfiguration;
import io.espalier.process.GenServer;
import io.espalier.process.Init;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;

/**
 * Every Java snippet of the documentation is part of a source file that is compiled here, every YAML snippet starts an
 * application.
 */
class DocumentationTests {

    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

    private static final Path ROOT = Path.of("..");

    @TestFactory
    Stream<DynamicTest> everyJavaSnippetIsCompiled() throws IOException {
        List<String> sources = sources();
        return snippets("java")
                .map(snippet -> DynamicTest.dynamicTest(snippet.name(), () -> assertThat(sources)
                        .as("a source file that contains this snippet of %s:%n%s", snippet.name(), snippet.text())
                        .anyMatch(source -> source.contains(squeeze(snippet.text())))));
    }

    @TestFactory
    Stream<DynamicTest> everyYamlSnippetStarts() throws IOException {
        return snippets("yaml").map(snippet -> DynamicTest.dynamicTest(snippet.name(), () -> starts(snippet)));
    }

    private static void starts(Snippet yaml) {
        runner(yaml).run(context -> assertThat(context).hasNotFailed());
    }

    private static ApplicationContextRunner runner(Snippet yaml) {
        YamlPropertiesFactoryBean properties = new YamlPropertiesFactoryBean();
        properties.setResources(new ByteArrayResource(yaml.text().getBytes(StandardCharsets.UTF_8)));
        String[] pairs = java.util.Objects.requireNonNull(properties.getObject()).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(EspalierAutoConfiguration.class))
                .withUserConfiguration(Servers.class)
                .withPropertyValues(pairs);
    }

    private static Stream<Snippet> snippets(String language) throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages) {
            String text = Files.readString(page);
            Matcher blocks = BLOCK.matcher(text);
            for (MatchResult block : blocks.results().toList()) {
                if (block.group(1).equals(language)) {
                    long line = text.substring(0, block.start()).lines().count() + 1;
                    snippets.add(new Snippet(page.getFileName() + ":" + line, block.group(2)));
                }
            }
        }
        assertThat(snippets).isNotEmpty();
        return snippets.stream();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(DocumentationTests::read)
                    .map(DocumentationTests::squeeze)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    /** Without white space: a snippet may stand deeper in its source file, and break its lines elsewhere. */
    private static String squeeze(String text) {
        return text.replaceAll("\\s+", "");
    }

    record CounterStart(long from) {}

    record StageStart(String label, Duration every) {}

    /** Servers by the names that the snippets use. */
    @Configuration(proxyBeanMethods = false)
    static class Servers {

        @Bean
        GenServer<CounterStart, Long> counter() {
            return GenServer.<CounterStart, Long>starting((start, self) -> Init.ok(start.from()))
                    .build();
        }

        @Bean
        GenServer<StageStart, String> stage() {
            return GenServer.<StageStart, String>starting((start, self) -> Init.ok(start.label()))
                    .build();
        }
    }

    private record Snippet(String name, String text) {}
}
