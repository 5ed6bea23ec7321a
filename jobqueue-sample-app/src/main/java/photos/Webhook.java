package photos;

/**
 * The payload of a job for {@link DeliverWebhook}.
 *
 * @param path where to post, on the receiver
 * @param photo the name of the photo that is ready
 */
record Webhook(String path, String photo) {
}
