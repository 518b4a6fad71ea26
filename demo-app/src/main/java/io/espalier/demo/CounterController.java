package io.espalier.demo;

import io.espalier.autoconfigure.ProcessName;
import io.espalier.process.ProcessExitedException;
import io.espalier.process.ProcessRef;
import java.time.Duration;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The counter over HTTP. */
@RestController
@RequestMapping("/counter")
class CounterController {

    private final ProcessRef counter;

    CounterController(@ProcessName("counter") ProcessRef counter) {
        // A request that comes in the middle of a restart waits for it instead of failing.
        this.counter = counter.await(Duration.ofSeconds(2));
    }

    @GetMapping
    Map<String, Long> read() {
        return Map.of("value", this.counter.call(new Counter.Read()));
    }

    @PostMapping("/increment")
    Map<String, Long> increment(@RequestParam(defaultValue = "1") long by) {
        return Map.of("value", this.counter.call(new Counter.Increment(by)));
    }

    @PostMapping("/crash")
    Map<String, String> crash(@RequestParam(defaultValue = "asked for over HTTP") String why) {
        try {
            this.counter.call(new Counter.Crash(why));
            throw new IllegalStateException("The counter should have crashed");
        } catch (ProcessExitedException ex) {
            return Map.of("died", ex.reason().toString());
        }
    }
}
