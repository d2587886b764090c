package dev.berth.managed;

import dev.berth.config.Credentials;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** The password credentials that a server hands over in a Subject (10.1.8.2, option A). */
final class Subjects {

    private Subjects() {}

    /**
     * Those for this factory; null when the Subject has no password credential at all.
     *
     * @throws SecurityException when it has some, but for other factories only: whom they mean is not ours to guess
     */
    static @Nullable Credentials credentials(Subject subject, ManagedConnectionFactory factory)
            throws SecurityException {
        var all = subject.getPrivateCredentials(PasswordCredential.class);
        for (var credential : all) {
            if (factory.equals(credential.getManagedConnectionFactory())) {
                return Credentials.given(credential.getUserName(), new String(credential.getPassword()));
            }
        }
        if (all.isEmpty()) {
            return null;
        }
        throw new SecurityException("The Subject has password credentials for other connection factories only: map"
                + " credentials to this one, or none");
    }

    /** Whose connection is asked for: the Subject's credentials for this factory, then the request's, then ours. */
    static Credentials identity(
            @Nullable Subject subject,
            @Nullable ConnectionRequestInfo request,
            ManagedConnectionFactory factory,
            Credentials ours)
            throws ResourceException {
        var bySubject = subject == null ? null : credentials(subject, factory);
        if (bySubject != null) {
            return bySubject;
        }
        if (request == null) {
            return ours;
        }
        if (request instanceof RequestInfo info) {
            return info.user() == null ? ours : Credentials.given(info.user(), info.password());
        }
        throw new ResourceException(
                "A request info of another adapter: " + request.getClass().getName());
    }

    /** The identity of a session does not change (10.1.9). */
    static void requireSame(Credentials own, Credentials asked) throws SecurityException {
        if (!own.equals(asked)) {
            throw new SecurityException("This connection belongs to " + own + ", and was asked for by " + asked
                    + ": re-authentication is not supported");
        }
    }
}
