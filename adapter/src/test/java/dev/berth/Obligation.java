package dev.berth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbered obligations of a resource adapter that a test shows: of Jakarta Connectors 2.1 (1 to 95) and of JDBC
 * (96 to 112). The build collects them over all modules and fails when a number has no test.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Obligation {

    /** Their numbers. */
    int[] value();
}
