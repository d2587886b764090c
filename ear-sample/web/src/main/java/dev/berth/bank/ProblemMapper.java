package dev.berth.bank;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes each failure a {@link Problem}; what the client need not know goes to the log and only there. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());
    private static final String RETRY_AFTER_SECONDS = "5";

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof Refused refused) {
            return new Problem(refused.status(), refused.detail()).toResponse().build();
        }
        if (failure instanceof WebApplicationException web) {
            return ofTheFramework(web);
        }
        if (Outage.causes(failure)) {
            LOG.log(Level.WARNING, "503 answered, a database is away", failure);
            return new Problem(503, "a database is away; nothing was changed, try again later")
                    .toResponse()
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        }
        LOG.log(Level.SEVERE, "500 answered", failure);
        return new Problem(500, "the bank failed; its log tells why")
                .toResponse()
                .build();
    }

    /** No such path, wrong method, wrong media type: the framework's status and headers, our body. */
    private static Response ofTheFramework(WebApplicationException web) {
        Response answer = web.getResponse();
        Response.ResponseBuilder problem = new Problem(answer.getStatus(), detail(answer)).toResponse();
        String allow = answer.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? problem.build()
                : problem.header(HttpHeaders.ALLOW, allow).build();
    }

    private static String detail(Response answer) {
        return switch (answer.getStatus()) {
            case 404 -> "there is nothing at this path";
            case 405 -> "this path does not take that method";
            case 406 -> "the answer is application/json only";
            case 415 -> "the body must be application/json";
            default -> answer.getStatusInfo().getReasonPhrase();
        };
    }
}
