package io.engage.batch.archive;

import io.engage.archive.format.Source;
import io.engage.events.Event;
import io.engage.events.Place;
import java.io.Serializable;

/** An event as a row of the curated archive. A bean, as Spark's encoders ask for. */
public final class ArchivedEvent implements Serializable {
    private static final long serialVersionUID = 1;

    private String topic;
    private int partition;
    private long offset;
    private long arrival;
    private String eventId;
    private String eventType;
    private String videoId;
    private String userId;
    private long timestamp;
    private String sessionId;
    private Double latitude;
    private Double longitude;
    private String comment;
    private String title;
    private String dt;
    private String hr;

    /**
     * The row of an event.
     *
     * @param hour that of its own timestamp
     */
    public static ArchivedEvent of(Event event, Source source, long offset, long arrival, HourName hour) {
        ArchivedEvent row = new ArchivedEvent();
        row.topic = source.topic();
        row.partition = source.partition();
        row.offset = offset;
        row.arrival = arrival;
        row.eventId = event.eventId();
        row.eventType = event.type().wireName();
        row.videoId = event.videoId();
        row.userId = event.userId();
        row.timestamp = event.timestamp();
        row.sessionId = event.sessionId();
        Place place = event.place();
        if (place != null) {
            row.latitude = place.latitude();
            row.longitude = place.longitude();
        }
        if (event instanceof Event.Comment said) {
            row.comment = said.text();
        }
        if (event instanceof Event.StartVideo start) {
            row.title = start.title();
        }
        row.dt = hour.dt();
        row.hr = hour.hr();
        return row;
    }

    public String getTopic() {
        return topic;
    }

    public void setTopic(String topic) {
        this.topic = topic;
    }

    public int getPartition() {
        return partition;
    }

    public void setPartition(int partition) {
        this.partition = partition;
    }

    public long getOffset() {
        return offset;
    }

    public void setOffset(long offset) {
        this.offset = offset;
    }

    public long getArrival() {
        return arrival;
    }

    public void setArrival(long arrival) {
        this.arrival = arrival;
    }

    public String getEventId() {
        return eventId;
    }

    public void setEventId(String eventId) {
        this.eventId = eventId;
    }

    public String getEventType() {
        return eventType;
    }

    public void setEventType(String eventType) {
        this.eventType = eventType;
    }

    public String getVideoId() {
        return videoId;
    }

    public void setVideoId(String videoId) {
        this.videoId = videoId;
    }

    public String getUserId() {
        return userId;
    }

    public void setUserId(String userId) {
        this.userId = userId;
    }

    public long getTimestamp() {
        return timestamp;
    }

    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    public String getSessionId() {
        return sessionId;
    }

    public void setSessionId(String sessionId) {
        this.sessionId = sessionId;
    }

    public Double getLatitude() {
        return latitude;
    }

    public void setLatitude(Double latitude) {
        this.latitude = latitude;
    }

    public Double getLongitude() {
        return longitude;
    }

    public void setLongitude(Double longitude) {
        this.longitude = longitude;
    }

    public String getComment() {
        return comment;
    }

    public void setComment(String comment) {
        this.comment = comment;
    }

    public String getTitle() {
        return title;
    }

    public void setTitle(String title) {
        this.title = title;
    }

    public String getDt() {
        return dt;
    }

    public void setDt(String dt) {
        this.dt = dt;
    }

    public String getHr() {
        return hr;
    }

    public void setHr(String hr) {
        this.hr = hr;
    }
}
