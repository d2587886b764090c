package dev.berth.deploy.torture;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A cut that waits for a text on the wire. */
final class WireCut {

    /** Before the database gets it, or when it has answered and the client has not got that yet. */
    enum Moment {
        UNSENT,
        UNANSWERED
    }

    private final String text;
    private final Moment moment;
    private final CountDownLatch done = new CountDownLatch(1);

    WireCut(String text, Moment moment) {
        this.text = text;
        this.moment = moment;
    }

    Moment moment() {
        return moment;
    }

    boolean isIn(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(text);
    }

    /** Always true. */
    boolean happened() {
        done.countDown();
        return true;
    }

    boolean awaitDone(long millis) throws InterruptedException {
        return done.await(millis, TimeUnit.MILLISECONDS);
    }
}
