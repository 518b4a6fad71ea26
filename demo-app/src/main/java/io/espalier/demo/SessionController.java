package io.espalier.demo;

import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.DynamicSupervisor;
import io.espalier.supervisor.Restart;
import io.espalier.supervisor.SupervisorException;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sessions over HTTP: a process for each user, started by the first word. */
@RestController
@RequestMapping("/sessions")
class SessionController {

    private final ProcessSystem processes;

    private final DynamicSupervisor sessions;

    private final Session session;

    SessionController(ProcessSystem processes, Session session) {
        this.processes = processes;
        this.sessions = DynamicSupervisor.at(processes.ref("sessions"));
        this.session = session;
    }

    @GetMapping
    Map<String, Integer> count() {
        return Map.of("live", this.sessions.countChildren().active());
    }

    @PostMapping("/{user}")
    List<String> say(@PathVariable String user, @RequestBody String line) {
        String name = "sessions/" + user;
        if (this.processes.whereIs(name).isEmpty()) {
            start(user, name);
        }
        return this.processes.ref(name).call(new Session.Say(line));
    }

    private void start(String user, String name) {
        try {
            this.sessions.start(ChildSpec.of("session", this.session, user)
                    .restart(Restart.TRANSIENT)
                    .name(name));
        } catch (SupervisorException ex) {
            // Two first words at once: the name is taken once, and both find the same session.
            if (ex.problem() != SupervisorException.Problem.ALREADY_STARTED) {
                throw ex;
            }
        }
    }
}
