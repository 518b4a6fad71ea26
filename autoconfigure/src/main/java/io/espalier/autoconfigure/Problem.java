package io.espalier.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;

/**
 * One thing that is wrong with the tree.
 *
 * @param child the path of the child
 * @param where the property or the bean that is wrong
 * @param origin the file and line of it, or null
 * @param reason what is wrong
 * @param mend what to do about it
 */
record Problem(String child, Where where, @Nullable Origin origin, String reason, String mend) {

    /**
     * A problem with a property.
     *
     * @param child the path of the child
     * @param property the name of the property
     * @param reason what is wrong
     * @param mend what to do about it
     * @return the problem
     */
    static Problem ofProperty(String child, ConfigurationPropertyName property, String reason, String mend) {
        return new Problem(child, Where.property(property), null, reason, mend);
    }

    /**
     * The same with the place where the property is set.
     *
     * @param place the place, or null if it is not known
     * @return a copy
     */
    Problem at(@Nullable Origin place) {
        return new Problem(this.child, this.where, place, this.reason, this.mend);
    }

    /** The problem as a block of lines, in the shape of Spring Boot's own failure analyses. */
    String describe() {
        StringBuilder text = new StringBuilder();
        line(text, "Child", this.child);
        line(text, this.where.kind(), this.where.name());
        if (this.origin != null) {
            line(text, "Origin", this.origin);
        }
        line(text, "Reason", this.reason);
        return text.toString();
    }

    private static void line(StringBuilder text, String label, Object value) {
        text.append(String.format("%n    %s: %s", label, value));
    }

    /**
     * What declares a child.
     *
     * @param kind property or bean
     * @param name its name
     */
    record Where(String kind, String name) {

        static final String PROPERTY = "Property";

        static Where property(ConfigurationPropertyName name) {
            return new Where(PROPERTY, name.toString());
        }

        static Where bean(String name) {
            return new Where("ChildSpec bean", name);
        }

        boolean isProperty() {
            return this.kind.equals(PROPERTY);
        }

        @Override
        public String toString() {
            return (isProperty() ? "" : "the " + this.kind + " ") + "'" + this.name + "'";
        }
    }
}
