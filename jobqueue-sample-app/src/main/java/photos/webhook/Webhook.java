package photos.webhook;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

/**
 * The payload of a job for {@link DeliverWebhook}. A job that breaks a constraint is
 * refused when it is dispatched.
 *
 * @param path where to post, on the receiver
 * @param photo the name of the photo that is ready
 */
public record Webhook(@Pattern(regexp = "/.*", message = "must start with '/'") String path, @NotBlank String photo) {
}
