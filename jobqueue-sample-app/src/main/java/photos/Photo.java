package photos;

/**
 * The payload of a job for {@link Thumbnails}.
 *
 * @param file the path of the image
 */
record Photo(String file) {
}
