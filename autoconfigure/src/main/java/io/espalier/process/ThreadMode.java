package io.espalier.process;

/** What kind of threads processes run on. */
public enum ThreadMode {
    /** Virtual threads on JDK 24 and later, where they do not pin; platform threads before. */
    AUTO,
    /** Virtual threads; needs JDK 21. */
    VIRTUAL,
    /** Platform threads from two pools, see {@link Dispatcher}. */
    PLATFORM
}
