package dev.berth.managed;

/** A statement that took long: what it was, and who waited for it. */
record SlowStatement(String sql, String parameters, long nanoseconds, String thread) {}
