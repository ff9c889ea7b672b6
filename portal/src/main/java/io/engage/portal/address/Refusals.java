package io.engage.portal.address;

import io.engage.portal.store.StoreAway;
import io.engage.portal.videos.BadQuery;
import io.quarkus.logging.Log;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says in JSON why there is no answer, and never what the code looks like inside. */
class Refusals {
    @ServerExceptionMapper
    Response badQuery(BadQuery e) {
        return Reason.response(400, e.getMessage());
    }

    @ServerExceptionMapper
    Response storeAway(StoreAway e) {
        return Reason.response(503, "The figures cannot be read just now, try again in a moment");
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException e) {
        return Reason.response(
                404, "There is nothing at this address; /q/openapi lists what there is. A slash in an id is %2F");
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        return Reason.response(status.getStatusCode(), status.getReasonPhrase());
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        String number = UUID.randomUUID().toString();
        Log.errorf(e, "Request failed, error %s", number);
        return Reason.response(500, "Something went wrong here; the log says more under " + number);
    }
}
