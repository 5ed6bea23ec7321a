/**
 * A photo service as an application of jobqueue: thumbnails, webhooks and a clean-up run
 * as jobs. Nothing here is more than a user would write, but for the Redis server that
 * {@link photos.LocalRedis} starts and the receiver of webhooks that fails at times.
 */
@NullMarked
package photos;

import org.jspecify.annotations.NullMarked;
