package io.espalier.autoconfigure;

import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.ChildType;
import io.espalier.supervisor.SupervisorSpec;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names that beans asked for by {@link ProcessName}. A name that the tree does not have is most likely mistyped, but may
 * be that of a process which the application starts by itself: so it is no error, but is warned of.
 */
final class InjectedNames {

    private static final Logger logger = LoggerFactory.getLogger(InjectedNames.class);

    private final Set<String> names = new ConcurrentSkipListSet<>();

    /**
     * Notes a name.
     *
     * @param name the name
     */
    void add(String name) {
        this.names.add(name);
    }

    /**
     * Warns of each name that is neither a path of a tree nor below a supervisor whose children are not known yet.
     *
     * @param root the root of the tree
     */
    void check(SupervisorSpec root) {
        if (this.names.isEmpty()) {
            return;
        }
        Paths paths = new Paths(new TreeSet<>(), new HashSet<>());
        paths.paths().add(SupervisionTree.ROOT);
        paths.collect("", root);
        this.names.stream()
                .filter(name -> !paths.have(name))
                .forEach(name -> logger.warn(
                        "@ProcessName(\"{}\"): the supervision tree has no such child. {}Calls fail until a process of"
                                + " that name is started",
                        name,
                        NearNames.question(name, paths.paths())));
    }

    /**
     * The names that a tree knows of.
     *
     * @param paths the paths of its children
     * @param open what the names below dynamic supervisors begin with
     */
    private record Paths(Set<String> paths, Set<String> open) {

        void collect(String prefix, SupervisorSpec supervisor) {
            for (ChildSpec<?> child : supervisor.children()) {
                String path = prefix + child.id();
                this.paths.add(path);
                if (child.argument() instanceof SupervisorSpec below) {
                    String own = below.childPrefix();
                    collect((own != null) ? own : path + "/", below);
                } else if (child.type() == ChildType.SUPERVISOR) {
                    this.open.add(path + "/");
                }
            }
        }

        boolean have(String name) {
            return this.paths.contains(name) || this.open.stream().anyMatch(name::startsWith);
        }
    }
}
