package photos;

import java.util.List;

/**
 * The result of a job of {@link Thumbnails}.
 *
 * @param photo the name of the photo
 * @param files the paths of its thumbnails, the smallest first
 * @param webhook the job that tells the receiver
 */
record ThumbnailSet(String photo, List<String> files, String webhook) {
}
