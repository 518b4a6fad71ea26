package reactor.core.scheduler;

/** An event loop's thread, as Reactor marks it. */
public final class LoopThread extends Thread implements NonBlocking {

    public LoopThread(Runnable task) {
        super(task, "loop");
    }
}
