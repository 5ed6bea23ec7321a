/**
 * A photo service as an application of jobqueue: thumbnails and a clean-up run as jobs.
 * {@link photos.webhook} delivers webhooks, and has a receiver that fails at times.
 * {@link photos.redis} starts a Redis server. The rest is what a user would write.
 */
@NullMarked
package photos;

import org.jspecify.annotations.NullMarked;
