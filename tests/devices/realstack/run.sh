#!/bin/sh
# The strap scenarios over the real stack, in a virtual machine without a radio: bleak, dbus-daemon, bluetoothd, the
# kernel's Bluetooth and HCI against a Bumble strap. As PYTHON it needs one that has the project's test dependencies.
# The machine sees this host's files read-only; what it writes goes to its memory.
# Exit 0: all held. 1: something did not. 3: could not be tested here, and why is said.
#   REALSTACK_INSTALL=no   install nothing (otherwise the packages below, where this is root and there is apt)
#   REALSTACK_ONLY=WORD    only scenarios whose name has this word in it
#   REALSTACK_TIMEOUT=S    seconds after which the machine counts as too slow (900: five times as long as it takes when idle)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
python=${PYTHON:-$(command -v python)}
patience=${REALSTACK_TIMEOUT:-900}
PATH=$PATH:/usr/sbin:/sbin

packages="qemu-system-x86 linux-image-amd64 dbus bluez busybox-static cpio kmod"

not_run() {
    echo "NOT RUN: the real Bluetooth stack was not tested here: $1" >&2
    exit 3
}

kernel_version() { # the newest kernel that can be read and has a virtual Bluetooth controller
    for file in $(ls /boot/vmlinuz-* 2>/dev/null | sort -rV); do
        version=${file#/boot/vmlinuz-}
        if [ -r "$file" ] && modprobe --set-version "$version" --show-depends hci_vhci >/dev/null 2>&1; then
            echo "$version"
            return
        fi
    done
}

missing() {
    for tool in qemu-system-x86_64 dbus-daemon busybox cpio modprobe; do
        command -v "$tool" >/dev/null 2>&1 || printf ' %s' "$tool"
    done
    [ -x /usr/libexec/bluetooth/bluetoothd ] || printf ' bluetoothd'
    [ -n "$(kernel_version)" ] || printf ' kernel'
}

[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || not_run "this is no Linux on x86-64"
install() { # asks nobody anything, waits for nothing for long; whether it worked is seen from what is there after it
    settled="-o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20"
    export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a
    # shellcheck disable=SC2086
    timeout -k 30 180 apt-get $settled update </dev/null >&2 || echo "apt-get update failed; trying with what is known" >&2
    # shellcheck disable=SC2086
    timeout -k 30 600 apt-get $settled install -y --no-install-recommends $packages </dev/null >&2 && return
    outcome=" and could not be installed (no network, or no such packages here: see above)"
}

[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || not_run "this is no Linux on x86-64"
outcome=""
if [ -n "$(missing)" ] && [ "${REALSTACK_INSTALL:-yes}" != no ]; then
    if ! command -v apt-get >/dev/null; then
        outcome=", and there is no apt-get to install them with"
    elif [ "$(id -u)" != 0 ]; then
        outcome=", and only root may install them"
    else
        install
    fi
fi
[ -z "$(missing)" ] || not_run "missing:$(missing)$outcome (packages: $packages)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(kernel_version)
sh "$here/initrd.sh" "$version" "$work" || not_run "no first root file system could be made"
{
    timeout "$patience" qemu-system-x86_64 \
        -accel tcg,thread=multi -cpu max -smp 2 -m 2048 -nodefaults -no-reboot -display none -serial stdio \
        -kernel "/boot/vmlinuz-$version" -initrd "$work/initrd.gz" \
        -append "console=ttyS0 quiet loglevel=1 mitigations=off nokaslr tsc=reliable random.trust_cpu=on \
guest=$here/guest.sh root_folder=$root python=$python only=${REALSTACK_ONLY:-}" \
        -virtfs local,path=/,mount_tag=host0,security_model=none,readonly=on,multidevs=remap \
        </dev/null || echo "QEMU rc=$?"
} | tee "$work/console"
if grep -q "GUEST rc=0" "$work/console"; then exit 0; fi
if grep -q "^FAILED\|GUEST rc=" "$work/console"; then exit 1; fi
if grep -q "GUEST too slow\|QEMU rc=124" "$work/console"; then not_run "cut off: this machine is too slow for it, or it hangs"; fi
not_run "the virtual machine did not come up"
