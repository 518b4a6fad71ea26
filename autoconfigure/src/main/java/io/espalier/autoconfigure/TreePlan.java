package io.espalier.autoconfigure;

import io.espalier.supervisor.ChildSpec;
import io.espalier.supervisor.SupervisorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * What the root supervisor will start: the {@link ChildSpec} beans of the application and of the features, and the children
 * in the properties, merged in start order and checked.
 *
 * @param root the root supervisor
 * @param sources what declares each child of the root, by its id
 */
record TreePlan(SupervisorSpec root, Map<String, Problem.Where> sources) {

    /**
     * Makes the plan. Nothing is started by this.
     *
     * @param properties the root's properties
     * @param environment the properties as they are written
     * @param beans servers and specs
     * @return the plan
     * @throws InvalidTreeException if anything is wrong with the tree, with all that is wrong
     */
    static TreePlan make(
            SupervisorProperties properties, Environment environment, ConfigurableListableBeanFactory beans) {
        PropertyNames names =
                PropertyNames.read(environment, ConfigurationPropertyName.of(SupervisorProperties.PREFIX));
        Binder binder = TreeBinder.of(environment, beans);
        ConfiguredChildren configured = new ConfiguredChildren(
                names, new KeyValues(names, binder), new ServerBeans(beans), new Arguments(binder, beans, names));
        List<PlannedChild> children = new ArrayList<>(configured.read(properties));
        List<Problem> problems = new ArrayList<>(configured.problems());
        children.addAll(specBeans(beans, problems));
        children.sort(PlannedChild.START_ORDER);
        Map<String, Problem.Where> sources = sources(children, problems);
        SupervisorSpec root = root(properties, children, problems);
        if (!problems.isEmpty()) {
            throw new InvalidTreeException(problems);
        }
        return new TreePlan(root, sources);
    }

    /**
     * What declares a child.
     *
     * @param id the id of the child of the root that it is or is below
     * @param path its path
     * @return the property of the child, or the bean that it comes from
     */
    Problem.Where where(String id, String path) {
        Problem.Where top = this.sources.getOrDefault(id, new Problem.Where("Name", path));
        return top.isProperty() && path.startsWith(id + "/")
                ? new Problem.Where(
                        top.kind(), top.name() + path.substring(id.length()).replace("/", ".children."))
                : top;
    }

    private static List<PlannedChild> specBeans(ConfigurableListableBeanFactory beans, List<Problem> problems) {
        List<PlannedChild> children = new ArrayList<>();
        for (String bean : beans.getBeanNamesForType(ChildSpec.class)) {
            ChildSpec<?> spec = beans.getBean(bean, ChildSpec.class);
            PlannedChild child = new PlannedChild(order(beans, bean), spec, Problem.Where.bean(bean));
            if (ChildIds.isValid(spec.id())) {
                children.add(child);
            } else {
                problems.add(problem(
                        child,
                        "'" + spec.id() + "' is no id: an id is made of a-z, 0-9 and -",
                        "Give the ChildSpec another id."));
            }
        }
        return children;
    }

    private static int order(ConfigurableListableBeanFactory beans, String bean) {
        Order order = beans.findAnnotationOnBean(bean, Order.class);
        return (order != null) ? order.value() : 0;
    }

    private static Map<String, Problem.Where> sources(List<PlannedChild> children, List<Problem> problems) {
        Map<String, Problem.Where> sources = new LinkedHashMap<>();
        for (PlannedChild child : children) {
            String id = child.spec().id();
            Problem.Where other = sources.putIfAbsent(id, child.where());
            if (other != null) {
                problems.add(problem(
                        child,
                        "the id '" + id + "' is taken by " + other,
                        "Rename one of the two, or remove it. A child that a bean declares is changed in the bean."));
            } else if (id.equals(SupervisionTree.ROOT)) {
                problems.add(problem(child, "'" + id + "' is the name of the root supervisor", "Rename the child."));
            }
        }
        return sources;
    }

    private static Problem problem(PlannedChild child, String reason, String mend) {
        return new Problem(child.spec().id(), child.where(), null, reason, mend);
    }

    private static SupervisorSpec root(
            SupervisorProperties properties, List<PlannedChild> children, List<Problem> problems) {
        SupervisorSpec root = SupervisorSpec.of(properties.strategy()).childPrefix("");
        try {
            root = root.maxRestarts(properties.maxRestarts()).within(properties.within());
            return problems.isEmpty()
                    ? root.children(children.stream().map(PlannedChild::spec).toList())
                    : root;
        } catch (IllegalArgumentException ex) {
            problems.add(Problem.ofProperty(
                    SupervisionTree.ROOT,
                    ConfigurationPropertyName.of(SupervisorProperties.PREFIX),
                    String.valueOf(ex.getMessage()),
                    "Change the settings of the root supervisor."));
            return root;
        }
    }
}
