package dev.berth.bank;

import jakarta.ejb.ApplicationException;

/** A request that is answered with "no" and undone whole: the client's matter, not a failure of the bank. */
@ApplicationException(rollback = true)
public class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String detail;

    private Refused(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    static Refused badRequest(String rule) {
        return new Refused(400, rule);
    }

    static Refused unknownUser(long id) {
        return new Refused(404, "there is no user " + id);
    }

    static Refused insufficientFunds(long id) {
        return new Refused(409, "the balance of user " + id + " is less than the amount; nothing was changed");
    }

    static Refused tooLarge(int limit) {
        return new Refused(413, "the body must be at most " + limit + " bytes");
    }

    String detail() {
        return detail;
    }

    int status() {
        return status;
    }
}
