package dev.berth.bank;

import jakarta.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** An error as RFC 9457 wants it: for programs by its status, for people by its detail. */
record Problem(int status, String detail) {

    static final MediaType TYPE = new MediaType("application", "problem+json");

    Response.ResponseBuilder toResponse() {
        Response.StatusType known = Response.Status.fromStatusCode(status);
        String body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", known == null ? "Error" : known.getReasonPhrase())
                .add("status", status)
                .add("detail", detail)
                .build()
                .toString();
        return Response.status(status).type(TYPE).entity(body);
    }
}
