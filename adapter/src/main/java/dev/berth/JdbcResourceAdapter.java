package dev.berth;

/** Placeholder. */
public final class JdbcResourceAdapter {
    private JdbcResourceAdapter() {}
}
