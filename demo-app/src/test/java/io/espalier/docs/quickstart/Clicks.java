package io.espalier.docs.quickstart;

import io.espalier.autoconfigure.ProcessName;
import io.espalier.process.ProcessRef;
import org.springframework.stereotype.Service;

@Service
class Clicks {

    private final ProcessRef counter;

    Clicks(@ProcessName("counter") ProcessRef counter) {
        this.counter = counter;
    }

    long click() {
        return this.counter.call(new Counter.Increment(1));
    }
}
