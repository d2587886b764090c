package dev.berth.managed;

/** A thread that borrows for another, and may end before that one is done. */
public interface OnBehalf {}
