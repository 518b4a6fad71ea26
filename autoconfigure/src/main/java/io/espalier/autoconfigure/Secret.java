package io.espalier.autoconfigure;

/**
 * A text that must not be seen: a password, a token, a key. Take it as the type of a component of an init argument. It
 * binds from a property like a {@code String}, and {@code toString} masks it, so that no log, report or endpoint that
 * shows the argument shows the secret.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a secret text.
     *
     * @param value the text
     * @return the secret
     */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * The text itself, for the one who needs it.
     *
     * @return the text
     */
    public String value() {
        return this.value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(this.value);
    }

    @Override
    public int hashCode() {
        return this.value.hashCode();
    }

    /**
     * Never the text.
     *
     * @return always the same mask
     */
    @Override
    public String toString() {
        return "******";
    }
}
