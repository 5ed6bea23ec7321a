package photos.webhook;

import io.jobqueue.annotation.Sensitive;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

/**
 * The payload of a job for {@link DeliverWebhook}. A job that breaks a constraint is
 * refused when it is dispatched.
 *
 * @param path where to post, on the receiver
 * @param photo the name of the photo that is ready
 * @param token what the receiver knows the sender by; the dashboard does not show it
 */
public record Webhook(@Pattern(regexp = "/.*", message = "must start with '/'") String path, @NotBlank String photo,
		@Sensitive @NotBlank String token) {
}
