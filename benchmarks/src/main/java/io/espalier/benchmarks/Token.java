package io.espalier.benchmarks;

/**
 * What goes around a ring.
 *
 * @param hops how many are left
 */
record Token(int hops) {

    Token next() {
        return new Token(this.hops - 1);
    }
}
