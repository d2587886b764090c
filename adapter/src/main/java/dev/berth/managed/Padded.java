package dev.berth.managed;

/**
 * Room before the fields of a subclass, which every borrow writes: two connections are in the hands of two processors, and
 * a cache line with fields of both would go to and fro between them.
 */
abstract class Padded {

    @SuppressWarnings("unused") // its place is all there is to it
    private long p1, p2, p3, p4, p5, p6, p7, p8;
}
