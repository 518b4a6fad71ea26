package io.espalier.benchmarks;

/** The peers by the name that is the parameter of the benchmarks. */
final class Peers {

    private Peers() {}

    /**
     * Starts a peer.
     *
     * @param name its name
     * @return the peer; to be closed
     */
    static Peer start(String name) {
        return switch (name) {
            case "naive-platform" -> NaivePeer.onPlatformThreads();
            case "naive-virtual" -> NaivePeer.onVirtualThreads();
            default -> startSupervising(name);
        };
    }

    /**
     * Starts a peer that knows death and supervision.
     *
     * @param name its name
     * @return the peer; to be closed
     */
    static SupervisingPeer startSupervising(String name) {
        return switch (name) {
            case "pekko" -> PekkoPeer.onDefaultDispatcher();
            case "pekko-virtual" -> PekkoPeer.onVirtualThreads();
            default -> startEspalier(name);
        };
    }

    /**
     * Starts Espalier.
     *
     * @param name its name
     * @return the peer; to be closed
     */
    static EspalierPeer startEspalier(String name) {
        return switch (name) {
            case "espalier-platform" -> EspalierPeer.onPlatformThreads();
            case "espalier-blocking" -> EspalierPeer.onBlockingThreads();
            case "espalier-virtual" -> EspalierPeer.onVirtualThreads();
            default -> throw new IllegalArgumentException("No such peer: " + name);
        };
    }
}
