package io.espalier.demo;

import io.espalier.process.ProcessRef;
import io.espalier.process.ProcessSystem;
import io.espalier.supervisor.Child;
import io.espalier.supervisor.Supervisor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The pipeline over HTTP: its supervisor restarts a stage that dies, and those after it. Their pids show which were.
 */
@RestController
@RequestMapping("/pipeline")
class PipelineController {

    private final ProcessSystem processes;

    private final Supervisor pipeline;

    PipelineController(ProcessSystem processes) {
        this.processes = processes;
        this.pipeline = Supervisor.at(processes.ref("pipeline"));
    }

    @GetMapping
    Map<String, String> stages() {
        Map<String, String> pids = new LinkedHashMap<>();
        for (Child child : this.pipeline.whichChildren()) {
            pids.put(child.id(), (child.pid() != null) ? child.pid().toString() : "not running");
        }
        return pids;
    }

    @GetMapping("/{stage}")
    Stage.Progress stage(@PathVariable String stage) {
        return ref(stage).call(new Stage.Look());
    }

    @PostMapping("/{stage}/crash")
    ResponseEntity<Void> crash(@PathVariable String stage) {
        ref(stage).cast(new Stage.Crash());
        return ResponseEntity.accepted().build();
    }

    private ProcessRef ref(String stage) {
        return this.processes.ref("pipeline/" + stage);
    }
}
