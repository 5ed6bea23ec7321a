package photos.webhook;

/**
 * The payload of a job for {@link DeliverWebhook}.
 *
 * @param path where to post, on the receiver
 * @param photo the name of the photo that is ready
 */
public record Webhook(String path, String photo) {
}
