package dev.berth.managed;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.IllegalStateException;
import java.sql.SQLException;

/** How a managed connection goes back to its pool: nothing of its last user is left for the next. */
record Cleanup(
        ManagedSession session,
        ConnectionState state,
        Handles handles,
        RequestBoundary request,
        Upkeep upkeep,
        LeakWatch leaks,
        Customizing customizing) {

    void run() throws ResourceException {
        if (state.worksForContainer()) {
            throw new IllegalStateException(
                    "Cleanup is refused while a transaction of the container is open: " + state);
        }
        if (state.isElsewhere()) {
            giveUp();
        }
        handles.invalidate();
        leaks.returned();
        if (!state.usable()) {
            throw new CommException("The physical connection is gone, and has to be destroyed: " + state);
        }
        try {
            session.clean();
            customizing.returned(session.physical().connection());
            request.ends(session.physical().connection());
            upkeep.returned(state.takeUsed());
            state.release();
        } catch (java.lang.IllegalStateException meanwhile) {
            throw new CommException("Taken away while it was cleaned: " + meanwhile.getMessage(), meanwhile);
        } catch (SQLException failure) {
            session.failed(failure);
            throw ResourceFailures.of("Cannot clean the session for its next user", failure);
        }
    }

    /** The application's transaction is another thread's, which may have a statement under way: none may survive. */
    private void giveUp() {
        try {
            session.rollbackFromElsewhere().run();
        } catch (SQLException failure) {
            session.failed(failure); // the session died of it, and the transaction with it
        }
    }
}
