package dev.berth.bank;

import jakarta.ejb.EJB;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The bank over HTTP. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@SuppressWarnings("NullAway.Init") // the container sets the fields
public class BankResource {

    private static final int LARGEST_BODY = 8192;
    private static final int LEDGER_ENTRIES = 10;

    @EJB
    private Users users;

    @EJB
    private Ledger ledger;

    @EJB
    private Transfers transfers;

    @GET
    @Path("users")
    public JsonArray users() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        users.all().forEach(user -> all.add(user.toJson()));
        return all.build();
    }

    @GET
    @Path("users/{id: [0-9]{1,18}}")
    public JsonObject user(@PathParam("id") long id) {
        return users.find(id).orElseThrow(() -> Refused.unknownUser(id)).toJson();
    }

    @GET
    @Path("ledger")
    public JsonArray ledger() {
        JsonArrayBuilder latest = Json.createArrayBuilder();
        ledger.latest(LEDGER_ENTRIES).forEach(entry -> latest.add(entry.toJson()));
        return latest.build();
    }

    /** Takes JSON only: a form of a foreign page cannot send that without being asked first by the browser. */
    @POST
    @Path("transfer")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response transfer(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw Refused.tooLarge(LARGEST_BODY);
        }
        TransferRequest asked = TransferRequest.parse(new String(bytes, StandardCharsets.UTF_8));
        LedgerEntry entry = transfers.transfer(asked.fromId(), asked.toId(), asked.amount());
        return Response.status(Response.Status.CREATED).entity(entry.toJson()).build();
    }
}
