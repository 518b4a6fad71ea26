package io.espalier.actuate;

import io.espalier.process.Pid;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Child;
import io.espalier.supervisor.ChildCounts;
import io.espalier.supervisor.ChildType;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.Supervisor;
import io.espalier.supervisor.SupervisorStatus;
import io.espalier.supervisor.SupervisorStatus.LastCrash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.Health;

/** Gathers what the supervisors of a tree say of themselves. Children of dynamic supervisors are counted, not visited. */
final class SupervisorSurvey {

    /** More supervisors than anybody reads of in a health page. */
    private static final int MOST = 100;

    private final ProcessSystem processes;

    private final Questions questions;

    private final Map<String, SupervisorStatus> answers = new LinkedHashMap<>();

    private final List<String> silent = new ArrayList<>();

    private int skipped;

    SupervisorSurvey(ProcessSystem processes, Questions questions) {
        this.processes = processes;
        this.questions = questions;
    }

    /**
     * Asks a root supervisor and those below it.
     *
     * @param root the root
     * @return this
     */
    SupervisorSurvey add(Supervisor root) {
        visit("root", root);
        return this;
    }

    /** What came out, as health. */
    Health health() {
        Health.Builder health =
                this.silent.isEmpty() ? Health.up() : Health.unknown().withDetail("silent", this.silent);
        health.withDetail("children", counts());
        Map<String, Object> supervisors = new LinkedHashMap<>();
        this.answers.forEach((path, status) -> supervisors.put(path, details(status)));
        health.withDetail("supervisors", supervisors);
        if (this.skipped > 0) {
            health.withDetail("supervisorsNotShown", this.skipped);
        }
        lastCrash().ifPresent(crash -> health.withDetail("lastCrash", details(crash)));
        return health.build();
    }

    private void visit(String path, Supervisor supervisor) {
        try {
            Optional<SupervisorStatus> status = this.questions.ask(supervisor::status);
            status.ifPresent(answer -> this.answers.put(path, answer));
            for (Child child : this.questions.ask(supervisor::whichChildren).orElse(List.of())) {
                visit(child);
            }
        } catch (TimeoutException ex) {
            this.silent.add(path);
        }
    }

    private void visit(Child child) {
        Pid pid = child.pid();
        if (child.type() != ChildType.SUPERVISOR || pid == null) {
            return;
        }
        String path = Objects.requireNonNullElse(child.name(), child.id());
        if (this.answers.size() >= MOST) {
            this.skipped++;
        } else if (child.dynamic()) {
            visit(path, DynamicSupervisor.at(this.processes.ref(pid)));
        } else {
            visit(path, Supervisor.at(this.processes.ref(pid)));
        }
    }

    private void visit(String path, DynamicSupervisor supervisor) {
        try {
            this.questions.ask(supervisor::status).ifPresent(answer -> this.answers.put(path, answer));
        } catch (TimeoutException ex) {
            this.silent.add(path);
        }
    }

    private Map<String, Object> counts() {
        int specs = 0;
        int active = 0;
        int supervisors = 0;
        int workers = 0;
        for (SupervisorStatus status : this.answers.values()) {
            ChildCounts counts = status.counts();
            specs += counts.specs();
            active += counts.active();
            supervisors += counts.supervisors();
            workers += counts.workers();
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("specs", specs);
        details.put("active", active);
        details.put("supervisors", supervisors);
        details.put("workers", workers);
        return details;
    }

    private static Map<String, Object> details(SupervisorStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("strategy", Words.of(status.strategy()));
        details.put("restartsUsed", status.restartsUsed());
        details.put("maxRestarts", status.maxRestarts());
        details.put("within", status.within().toString());
        details.put("restarts", status.restarts());
        return details;
    }

    private Optional<LastCrash> lastCrash() {
        return this.answers.values().stream()
                .map(SupervisorStatus::lastCrash)
                .flatMap(Stream::ofNullable)
                .max(Comparator.comparing(LastCrash::at));
    }

    private static Map<String, Object> details(LastCrash crash) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("child", crash.child());
        details.put("reason", ReasonText.of(crash.reason()));
        details.put("at", crash.at().toString());
        return details;
    }
}
