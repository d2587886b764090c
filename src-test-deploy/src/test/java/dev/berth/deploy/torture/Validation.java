package dev.berth.deploy.torture;

/** When a pool looks whether its connections still live. */
enum Validation {

    /** Each time before one is lent out: one round trip more, unless the adapter has had an answer on it just now. */
    BEFORE_EACH_USE("validate-on-match=true, background-validation=false"),

    /** Now and then, beside the work. */
    IN_BACKGROUND("validate-on-match=false, background-validation=true, background-validation-millis=600000");

    private final String attributes;

    Validation(String attributes) {
        this.attributes = attributes;
    }

    /** As the management model takes them. */
    String attributes() {
        return attributes;
    }
}
