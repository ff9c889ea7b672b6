package io.engage.portal.videos;

/**
 * A part of the map, its edges included. With {@code west} greater than {@code east} it crosses the antimeridian:
 * {@code 170,-20,-170,0} is the 20 degrees around Fiji.
 *
 * @param west degrees, -180 to 180
 * @param south degrees, -90 to 90, not above {@code north}
 * @param east degrees, -180 to 180
 * @param north degrees, -90 to 90
 */
public record BoundingBox(double west, double south, double east, double north) {
    public BoundingBox {
        if (!(Math.abs(west) <= 180 && Math.abs(east) <= 180)) {
            throw new BadQuery("bbox needs west and east from -180 to 180: bbox=west,south,east,north");
        }
        if (!(Math.abs(south) <= 90 && Math.abs(north) <= 90)) {
            throw new BadQuery("bbox needs south and north from -90 to 90: bbox=west,south,east,north");
        }
        if (south > north) {
            throw new BadQuery("bbox needs south not above north: bbox=west,south,east,north");
        }
    }

    /**
     * Reads {@code west,south,east,north}.
     *
     * @throws BadQuery when it is no box
     */
    static BoundingBox parse(String text) {
        String[] edges = text.split(",", -1);
        if (edges.length != 4) {
            throw new BadQuery("bbox needs four numbers, bbox=west,south,east,north in degrees");
        }
        double[] degrees = new double[4];
        for (int i = 0; i < 4; i++) {
            try {
                degrees[i] = Double.parseDouble(edges[i].strip());
            } catch (NumberFormatException e) {
                throw new BadQuery("bbox needs four numbers, bbox=west,south,east,north in degrees");
            }
        }
        return new BoundingBox(degrees[0], degrees[1], degrees[2], degrees[3]);
    }

    /** Whether a place lies in the box; an unknown place, NaN, lies in none. */
    boolean holds(double latitude, double longitude) {
        return latitude >= south
                && latitude <= north
                // 180 degrees east and west are the same meridian.
                && (spans(longitude) || (Math.abs(longitude) == 180 && spans(-longitude)));
    }

    private boolean spans(double longitude) {
        return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
    }
}
